import type { BrokerRegistry } from "@/server/brokers/broker";
import { createRobinhoodBroker } from "@/server/brokers/robinhood/broker";
import type { RobinhoodEndpoints } from "@/server/brokers/robinhood/endpoints";
import type { Clock } from "@/server/clock";
import type { HttpClient } from "@/server/http/http.port";
import { createHttpClient, type HttpObservation, type HttpTimeouts } from "@/server/http/http-client";
import type { Random } from "@/server/random";
import type { BrokerType } from "@/shared/schemas/broker";

export interface BrokerRegistryDeps {
  readonly robinhood: { readonly endpoints: RobinhoodEndpoints; readonly apiVersion: string };
  readonly clock: Clock;
  readonly random: Random;
  /** Of the moment: asked at each request. */
  readonly timeouts: () => HttpTimeouts;
  readonly userAgent: string;
  readonly observe?: (broker: BrokerType, observation: HttpObservation) => void;
}

/** Requests at once to one origin of a broker. */
const connectionsPerOrigin = 5;
const maxReplyBytes = 4 * 1024 * 1024;

/** Builds every broker with a client of its own that reaches the broker's configured origins only. */
export function createBrokerRegistry(deps: BrokerRegistryDeps): {
  readonly brokers: BrokerRegistry;
  /** Ends the connections of all brokers. */
  close(): Promise<void>;
} {
  const clients: HttpClient[] = [];
  const clientFor = (broker: BrokerType, addresses: readonly string[]): HttpClient => {
    const client = createHttpClient({
      get connectTimeoutMs() {
        return deps.timeouts().connectTimeoutMs;
      },
      get headersTimeoutMs() {
        return deps.timeouts().headersTimeoutMs;
      },
      get bodyTimeoutMs() {
        return deps.timeouts().bodyTimeoutMs;
      },
      allowedOrigins: addresses,
      connections: connectionsPerOrigin,
      maxReplyBytes,
      userAgent: deps.userAgent,
      observe: (observation) => deps.observe?.(broker, observation),
    });
    clients.push(client);
    return client;
  };
  const { clock, random, robinhood } = deps;
  return {
    brokers: {
      robinhood: createRobinhoodBroker({
        ...robinhood,
        clock,
        random,
        http: clientFor("robinhood", Object.values(robinhood.endpoints)),
      }),
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}
