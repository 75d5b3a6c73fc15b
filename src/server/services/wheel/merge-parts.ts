import type { PartProvenance } from "@/shared/schemas/trading";

const WORST_FIRST: readonly PartProvenance["state"][] = ["failed", "stale", "fresh"];

/** One entry for each part of several readings: the worst state of it, and of equals the oldest. Pure. */
export function mergeParts(...readings: readonly (readonly PartProvenance[])[]): PartProvenance[] {
  const merged = new Map<string, PartProvenance>();
  for (const part of readings.flat()) {
    const before = merged.get(part.part);
    merged.set(part.part, before === undefined || isWorse(part, before) ? part : before);
  }
  return [...merged.values()];
}

function isWorse(part: PartProvenance, other: PartProvenance): boolean {
  const states = WORST_FIRST.indexOf(part.state) - WORST_FIRST.indexOf(other.state);
  return states < 0 || (states === 0 && (part.asOf ?? "") < (other.asOf ?? ""));
}
