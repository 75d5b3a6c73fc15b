import type { RobinhoodEndpoints } from "@/server/brokers/robinhood/endpoints";
import type { Clock } from "@/server/clock";
import type { HttpClient } from "@/server/http/http.port";
import type { Random } from "@/server/random";

/** What the parts of the adapter work with. */
export interface RobinhoodContext {
  readonly http: HttpClient;
  readonly endpoints: RobinhoodEndpoints;
  /** Sent as `X-Robinhood-API-Version`. */
  readonly apiVersion: string;
  readonly clock: Clock;
  readonly random: Random;
}
