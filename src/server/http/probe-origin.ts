import { request } from "undici";

/** How a server answers a question that asks for nothing. */
export interface ProbeResult {
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Why there was none, such as `ECONNREFUSED`. */
  readonly failure: string | null;
  /** The server's clock minus ours, seconds; null when it does not tell its time. */
  readonly clockAheadSeconds: number | null;
}

/** Asks whether a server can be reached: one GET without cookies, credentials or a body, of which the reply is dropped. */
export async function probeOrigin(url: string, now: () => Date, timeoutMs: number): Promise<ProbeResult> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { statusCode, headers, body } = await request(url, { method: "GET", signal });
    await body.dump();
    const told = typeof headers["date"] === "string" ? Date.parse(headers["date"]) : Number.NaN;
    return {
      status: statusCode,
      failure: null,
      clockAheadSeconds: Number.isNaN(told) ? null : Math.round((told - now().getTime()) / 1000),
    };
  } catch (error) {
    return { status: null, failure: nameOf(error), clockAheadSeconds: null };
  }
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
