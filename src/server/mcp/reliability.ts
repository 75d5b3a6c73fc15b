import { ERROR_CODES } from "@/shared/error-codes";
import type { Provenance } from "@/shared/schemas/account";
import type { ReadingPart } from "@/shared/schemas/trading";
import type { WheelSource } from "@/shared/schemas/wheel";

/** A separately read part of an answer, named for a reader. */
export interface ToldPart extends Omit<Provenance, "source"> {
  readonly name: string;
}

interface Reading {
  readonly revalidating: boolean;
}

/**
 * How far the figures of an answer can be relied on, in lines that an assistant can't take for a fresh reading when
 * they are not: parts that share state, time and reason are told of together.
 */
export function reliabilityOf(parts: readonly ToldPart[], { revalidating }: Reading, now: Date): string {
  if (parts.length === 0) return "Nothing was read: no connection is in reach.";
  const troubled = parts.filter(({ state }) => state !== "fresh");
  const readAt = parts
    .map(({ asOf }) => asOf)
    .filter((time) => time !== null)
    .toSorted();
  const groups = new Map<string, { readonly first: ToldPart; readonly names: string[] }>();
  for (const part of troubled) {
    const key = JSON.stringify([part.state, part.asOf, part.errorCode]);
    const group = groups.get(key) ?? { first: part, names: [] };
    group.names.push(part.name);
    groups.set(key, group);
  }
  return [
    ...(troubled.length === 0 ? [`FRESH: as of ${readAt[0] ?? "now"}.`] : []),
    ...[...groups.values()].map(({ first, names }) => troubleText(first, names.join(", "), now)),
    ...(troubled.length > 0 && troubled.length < parts.length ? ["All else here is fresh."] : []),
    ...(revalidating ? ["A newer reading is on its way: ask again in a few seconds."] : []),
  ].join("\n");
}

/** {@link reliabilityOf} a view of one connection. */
export function reliabilityOfParts(
  view: Reading & { readonly parts: readonly (Provenance & { readonly part: ReadingPart })[] },
  now: Date,
): string {
  return reliabilityOf(
    view.parts.map(({ part, ...rest }) => ({ ...rest, name: nameOf(part) })),
    view,
    now,
  );
}

/** {@link reliabilityOf} a view over several connections. */
export function reliabilityOfSources(
  view: Reading & { readonly sources: readonly WheelSource[] },
  now: Date,
): string {
  const parts = view.sources.flatMap(({ label, parts }) =>
    parts.map(({ part, ...rest }) => ({ ...rest, name: `${nameOf(part)} of ${label}` })),
  );
  return reliabilityOf(parts, view, now);
}

const nameOf = (part: ReadingPart): string => part.replaceAll("_", " ");

function troubleText({ state, asOf, errorCode }: ToldPart, names: string, now: Date): string {
  const why =
    errorCode === null
      ? ""
      : ` Reason: ${ERROR_CODES[errorCode].message} (${ERROR_CODES[errorCode].number}).`;
  return state === "failed"
    ? `FAILED: ${names}. There are no figures for it, which does not mean that there is nothing.${why}`
    : `STALE since ${sinceText(asOf, now)}: ${names}. Say so; never give it as current.${why}`;
}

function sinceText(asOf: string | null, now: Date): string {
  if (asOf === null) return "an unknown time";
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(asOf)) / 60_000));
  const age =
    minutes < 120
      ? `${minutes} minutes`
      : minutes < 2880
        ? `${Math.floor(minutes / 60)} hours`
        : `${Math.floor(minutes / 1440)} days`;
  return `${asOf} (${age} ago)`;
}
