import type { Broker } from "@/server/brokers/broker";
import type { BrokerType } from "@/shared/schemas/broker";

/** The brokers that this install can connect, by id. */
export type BrokerRegistry = Readonly<Partial<Record<BrokerType, Broker>>>;
