import { Notice } from "@/components/ui/notice";
import type { BrokerDescription } from "@/shared/schemas/broker";

/** After a disconnect that did not reach the broker: what is still open, and how to close it. */
export function RevocationNotice({ broker }: { broker: Pick<BrokerDescription, "name" | "deadlines"> }) {
  return (
    <Notice tone="warn" announce="status" title={`${broker.name} was not reached when you disconnected.`}>
      <p>
        The session is deleted here, and Wheelhouse can't use it any more. At {broker.name} it may stay open
        until it ends by itself.
      </p>
      <p>
        To end it now, open the {broker.name} app, go to the security settings, and remove this device or log
        out of all devices.
      </p>
    </Notice>
  );
}
