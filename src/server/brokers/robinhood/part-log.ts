import type { PartFailure } from "@/server/brokers/broker";
import type { BrokerError } from "@/server/brokers/broker-error";
import { unexpectedReply } from "@/server/brokers/robinhood/error-mapping";
import type { ListReading } from "@/server/brokers/robinhood/list-reading";
import type { ReadingPart } from "@/shared/schemas/trading";

/** Collects what failed of a reply and what was read, part by part. */
export class PartLog {
  readonly #failures = new Map<ReadingPart, BrokerError>();
  readonly #read = new Set<ReadingPart>();

  /** Notes why a part is not whole; the first reason stays. */
  note(part: ReadingPart, error: BrokerError): void {
    if (!this.#failures.has(part)) this.#failures.set(part, error);
  }

  /** The rows of a reading that belongs to a part. */
  take<Row>(part: ReadingPart, { rows, error }: ListReading<Row>): Row[] {
    if (error !== null) this.note(part, error);
    if (error === null || rows.length > 0) this.#read.add(part);
    return rows;
  }

  /** Whether everything of the part was read. */
  isWhole(part: ReadingPart): boolean {
    return !this.#failures.has(part);
  }

  /** Whether nothing at all was read of the part. */
  isMissing(part: ReadingPart): boolean {
    return this.#failures.has(part) && !this.#read.has(part);
  }

  /** Throws the first failure where none of these parts brought anything. */
  demandOneOf(parts: readonly ReadingPart[]): void {
    if (!parts.every((part) => this.isMissing(part))) return;
    for (const part of parts) {
      const error = this.#failures.get(part);
      if (error !== undefined) throw error;
    }
  }

  failures(): PartFailure[] {
    return [...this.#failures].map(([part, error]) => ({ part, error }));
  }
}

/** The error for a success that leaves out what it was asked for, or does not say what is needed. */
export function missingIn(step: string, what: string): BrokerError {
  return unexpectedReply({ step, purpose: "data", safeToRepeat: true }, 200, `${what} is missing`);
}
