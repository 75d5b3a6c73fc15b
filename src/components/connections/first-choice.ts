import type { BrokerDescription, BrokerType } from "@/shared/schemas/broker";

/** The broker that is chosen already where a connection is added: the preferred one where this install offers it. */
export function firstChoice(
  brokers: readonly Pick<BrokerDescription, "id">[],
  preferred: BrokerType,
): BrokerType | null {
  return (brokers.find(({ id }) => id === preferred) ?? brokers[0])?.id ?? null;
}
