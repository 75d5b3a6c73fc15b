import { chooseConnection } from "@/cli/choose-connection";
import { EXIT_CODES, exitCodeOf } from "@/cli/exit-codes";
import { fromNowText, timeText } from "@/cli/figures";
import type { Style } from "@/cli/style";
import { listConnections } from "@/server/services/connections/list-connections";
import { backgroundReadsDone } from "@/server/services/portfolio/background-reads";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { ERROR_CODES } from "@/shared/error-codes";
import type { Provenance } from "@/shared/schemas/account";
import type { ConnectionView } from "@/shared/schemas/connection";

/** Where figures come from: a whole reading or one part of it. */
export type Source = Provenance & { readonly part?: string };

/** The connection that was named or, without a name, all that are signed in. Throws where there is none. */
export async function connectionsToRead(
  ctx: ServiceContext,
  word: string | undefined,
): Promise<readonly ConnectionView[]> {
  if (word !== undefined) return [await chooseConnection(ctx, word)];
  const all = await listConnections(ctx);
  const signedIn = all.filter(
    ({ status, lastConnectedAt }) => status !== "disconnected" && lastConnectedAt !== null,
  );
  if (signedIn.length > 0) return signedIn;
  throw new AppError("AUTH_SESSION_EXPIRED", "No connection is signed in");
}

/**
 * The reading that is worth showing: one from the cache that is too old is replaced by the newer one that is on its
 * way, since nobody looks a second time.
 */
export async function settledReading<View extends { readonly revalidating: boolean }>(
  ctx: ServiceContext,
  read: () => Promise<View>,
): Promise<View> {
  const first = await read();
  if (!first.revalidating) return first;
  await backgroundReadsDone(ctx);
  return read();
}

/** 0 where every reading brought figures, however old; else the code of the first that brought none. */
export function readingExitCode(readings: readonly { readonly sources: readonly Source[] }[]): number {
  for (const { sources } of readings) {
    const failed = sources.find(({ state }) => state === "failed");
    if (failed !== undefined)
      return failed.errorCode === null ? EXIT_CODES.failed.code : exitCodeOf(failed.errorCode);
  }
  return EXIT_CODES.done.code;
}

/** Where the figures come from, a line for each connection, and one for all parts that are amiss in the same way. */
export function sourceLines(
  readings: readonly {
    readonly connection: { readonly label: string };
    readonly sources: readonly Source[];
  }[],
  now: Date,
  style: Style,
): string[] {
  return readings.flatMap(({ connection, sources }) => {
    const groups = new Map<string, Source[]>();
    for (const source of sources.filter(({ state }) => state !== "fresh")) {
      const key = `${source.state} ${source.asOf} ${source.errorCode}`;
      groups.set(key, [...(groups.get(key) ?? []), source]);
    }
    const troubles = [...groups.values()].map((group) => troubleText(group, now, style));
    if (troubles.length > 0) return troubles.map((text) => `${connection.label}: ${text}`);
    const [oldest = null] = sources.flatMap(({ asOf }) => asOf ?? []).sort();
    return [style.quiet(`${connection.label}: fresh, read ${whenText(oldest, now)}`)];
  });
}

function troubleText(group: readonly Source[], now: Date, style: Style): string {
  const [first] = group;
  if (first === undefined) return "";
  const what = group.map(({ part = "figures" }) => part.replaceAll("_", " ")).join(", ");
  const row = first.errorCode === null ? null : ERROR_CODES[first.errorCode];
  const why = row === null ? "" : `: ${row.message} (${row.number})`;
  return first.state === "failed"
    ? `${style.bad(`failed, not shown${why}`)} [${what}]`
    : `${style.warn(`stale, read ${whenText(first.asOf, now)}${why}`)} [${what}]`;
}

const whenText = (time: string | null, now: Date): string => `${timeText(time)} (${fromNowText(time, now)})`;
