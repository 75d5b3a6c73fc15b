import { AsyncLocalStorage } from "node:async_hooks";

/** What every log line says of the work it belongs to, unless it says otherwise itself. */
export interface RequestScope {
  readonly requestId: string;
  readonly connectionId?: string;
}

/** The web server and the built pages are separate module graphs in one process: the scope hangs on the process. */
const KEY: unique symbol = Symbol.for("wheelhouse.requestScope");

interface Holder {
  [KEY]?: AsyncLocalStorage<RequestScope>;
}

function scopes(): AsyncLocalStorage<RequestScope> {
  const holder: typeof globalThis & Holder = globalThis;
  holder[KEY] ??= new AsyncLocalStorage();
  return holder[KEY];
}

/** Runs work, and all that it waits for, within a scope: what it logs carries the scope's ids. */
export function withinRequest<Result>(scope: RequestScope, work: () => Result): Result {
  return scopes().run(scope, work);
}

/** Runs work that outlives the request by which it happens to be started. */
export function outsideRequests<Result>(work: () => Result): Result {
  return scopes().exit(work);
}

/** The ids of the work that is being done; none outside of {@link withinRequest}. */
export function currentRequest(): Partial<RequestScope> {
  return scopes().getStore() ?? {};
}
