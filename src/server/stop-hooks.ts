type StopHook = () => Promise<void>;

/** Early: streams and background work end, while replies under way still need the rest. Late: the rest. */
export type StopPhase = "early" | "late";

/** A hook that failed. */
export interface StopFailure {
  readonly name: string;
  readonly cause: unknown;
}

/**
 * The web server and the built pages are separate module graphs in one process, so the list hangs on the process
 * itself: what a page's module registers, the server can run.
 */
const KEY: unique symbol = Symbol.for("wheelhouse.stopHooks");

interface Holder {
  [KEY]?: Map<string, { readonly phase: StopPhase; readonly hook: StopHook }>;
}

function hooks(): NonNullable<Holder[typeof KEY]> {
  const holder: typeof globalThis & Holder = globalThis;
  holder[KEY] ??= new Map();
  return holder[KEY];
}

/** Registers work to be done when the process stops; the same name replaces. */
export function onStop(name: string, hook: StopHook, phase: StopPhase = "early"): void {
  hooks().set(name, { phase, hook });
}

/**
 * Runs all hooks of a phase at once, each once. Never rejects, and waits for none longer than `limitMs`: the names and
 * causes of those that failed come back.
 */
export async function runStopHooks(phase: StopPhase, limitMs: number): Promise<readonly StopFailure[]> {
  const entries = [...hooks()].filter(([, entry]) => entry.phase === phase);
  for (const [name] of entries) hooks().delete(name);
  const results = await Promise.all(
    entries.map(async ([name, { hook }]) => {
      try {
        await Promise.race([hook(), tooLate(limitMs)]);
        return [];
      } catch (cause) {
        return [{ name, cause }];
      }
    }),
  );
  return results.flat();
}

function tooLate(limitMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(reject, limitMs, new Error(`It did not end within ${limitMs} ms.`)).unref();
  });
}
