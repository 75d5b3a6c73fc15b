import type { BrokerDescription, BrokerType } from "@/shared/schemas/broker";

/** The broker's name from its description; its identifier in words while the descriptions are on their way. */
export function brokerName(
  brokers: readonly Pick<BrokerDescription, "id" | "name">[],
  id: BrokerType,
): string {
  const found = brokers.find((broker) => broker.id === id);
  if (found !== undefined) return found.name;
  return id.replace(
    /(^|_)([a-z])/g,
    (_match, gap: string, letter: string) => `${gap && " "}${letter.toUpperCase()}`,
  );
}
