import type { FlightRecord } from "@/server/storage/records";

export type FlightLine = Omit<FlightRecord, "seq">;

/**
 * Lines of the flight recorder that wait for a transaction of their act, so that they cost no commit of their own.
 * Only for what may be forgotten when the process dies before: reads that went well.
 */
export class HeldFlights {
  #lines: readonly FlightLine[] = [];

  get lines(): readonly FlightLine[] {
    return this.#lines;
  }

  hold(line: FlightLine): void {
    this.#lines = [...this.#lines, line];
  }

  /** All lines, which are held no longer: they were written, or are about to be. */
  take(): readonly FlightLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }
}
