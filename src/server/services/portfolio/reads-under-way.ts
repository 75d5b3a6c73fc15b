import { SingleFlight } from "@/server/services/broker-sessions/single-flight";
import type { Kept } from "@/server/services/portfolio/reading";
import type { ServiceContext } from "@/server/services/service-context";

/** Joins readers of one kind of rows in one process: while one asks the broker, the others wait for its answer. */
export class ReadsUnderWay<Row> {
  /** By the feed that each process has one of. */
  readonly #flights = new WeakMap<ServiceContext["feed"], SingleFlight<Kept<Row>>>();

  /** Reads, or joins the reading under way with the same key. */
  join(
    { feed }: Pick<ServiceContext, "feed">,
    key: string,
    read: () => Promise<Kept<Row>>,
  ): Promise<Kept<Row>> {
    const flights = this.#flights.get(feed) ?? new SingleFlight<Kept<Row>>();
    this.#flights.set(feed, flights);
    return flights.run(key, read);
  }
}
