import { Notice } from "@/components/ui/notice";
import type { BrokerDescription } from "@/shared/schemas/broker";

/** Where the sign-in goes. An install that does not talk to the broker itself says so before anything is typed. */
export function BrokerHosts({
  broker,
}: {
  broker: Pick<BrokerDescription, "name" | "hosts" | "officialHosts">;
}) {
  const hosts = new Intl.ListFormat("en", { type: "conjunction" }).format(broker.hosts);
  if (broker.officialHosts) {
    return (
      <p className="text-13 text-ink-soft">
        What you type goes to <span className="font-medium break-words text-ink">{hosts}</span> and nowhere
        else.
      </p>
    );
  }
  return (
    <Notice tone="warn" title={`This install talks to ${hosts}, not to ${broker.name} itself.`}>
      Sign in here with an account of that server, such as one of the sandbox's made-up people. Keep your real{" "}
      {broker.name} password out of it.
    </Notice>
  );
}
