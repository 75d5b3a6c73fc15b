import type { PartFailure } from "@/server/brokers/broker";
import type { ErrorCode } from "@/shared/error-codes";
import type { BrokerType } from "@/shared/schemas/broker";
import type { PartProvenance, ReadingPart } from "@/shared/schemas/trading";

type Parts = readonly PartProvenance[];

/** The parts after a reading: those that failed keep the time of their last good reading. */
export function partsRead(
  source: BrokerType,
  parts: readonly ReadingPart[],
  failures: readonly Pick<PartFailure, "part" | "error">[],
  before: Parts,
  readAt: Date,
): PartProvenance[] {
  const failed = new Map(failures.toReversed().map(({ part, error }) => [part, error.code]));
  return [...new Set([...parts, ...failed.keys()])].map((part) => {
    const code = failed.get(part);
    return code === undefined
      ? { part, source, state: "fresh", asOf: readAt.toISOString(), errorCode: null }
      : failedPart(source, part, before, code);
  });
}

/** The parts when nothing at all could be read. */
export function partsFailed(
  source: BrokerType,
  parts: readonly ReadingPart[],
  before: Parts,
  code: ErrorCode,
): PartProvenance[] {
  return parts.map((part) => failedPart(source, part, before, code));
}

/** The parts of a reading that is older than it should be. */
export function partsAged(parts: Parts): PartProvenance[] {
  return parts.map((part) => (part.state === "fresh" ? { ...part, state: "stale" } : part));
}

/** Milliseconds since the newest good reading of any part; infinite when there never was one. */
export function ageMs(parts: Parts, now: Date): number {
  const newest = Math.max(...parts.map(({ asOf }) => (asOf === null ? -Infinity : Date.parse(asOf))));
  return now.getTime() - newest;
}

function failedPart(source: BrokerType, part: ReadingPart, before: Parts, code: ErrorCode): PartProvenance {
  const asOf = before.find((known) => known.part === part)?.asOf ?? null;
  return { part, source, state: asOf === null ? "failed" : "stale", asOf, errorCode: code };
}
