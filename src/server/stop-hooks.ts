type StopHook = () => Promise<void>;

/**
 * The web server and the built pages are separate module graphs in one process, so the list hangs on the process
 * itself: what a page's module registers, the server can run.
 */
const KEY: unique symbol = Symbol.for("wheelhouse.stopHooks");

interface Holder {
  [KEY]?: Map<string, StopHook>;
}

function hooks(): Map<string, StopHook> {
  const holder: typeof globalThis & Holder = globalThis;
  holder[KEY] ??= new Map();
  return holder[KEY];
}

/** Registers work to be done when the process stops, such as ending streams; the same name replaces. */
export function onStop(name: string, hook: StopHook): void {
  hooks().set(name, hook);
}

/** Runs all hooks at once, each once. Never rejects: the names and causes of those that failed come back. */
export async function runStopHooks(): Promise<readonly { name: string; cause: unknown }[]> {
  const entries = [...hooks()];
  hooks().clear();
  const results = await Promise.all(
    entries.map(async ([name, hook]) => {
      try {
        await hook();
        return [];
      } catch (cause) {
        return [{ name, cause }];
      }
    }),
  );
  return results.flat();
}
