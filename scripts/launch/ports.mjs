import { createServer } from "node:net";

/** One sentence when nothing can listen at the address, else an empty text. `remedy` says how to choose another. */
export function portProblem(host, port, remedy) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const reasons = {
        EADDRINUSE: `Port ${port} is in use: stop the program that listens on ${host}:${port}, or ${remedy}.`,
        EACCES: `No permission to listen on ${host}:${port}: ${remedy}, from 1024 up.`,
      };
      resolve(
        reasons[error.code] ?? `Cannot listen on ${host}:${port} (${error.code}): check HOST, or ${remedy}.`,
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve("")));
  });
}

const PAUSE_MS = 150;

const REPLY_TIMEOUT_MS = 30_000;

async function statusOf(url) {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(REPLY_TIMEOUT_MS), redirect: "manual" });
    await reply.body?.cancel();
    return reply.status;
  } catch {
    return 0;
  }
}

/** Waits until an address answers over HTTP with a status below 500. Throws after the time limit. */
export async function waitUntilAnswering(url, timeoutMs, signal) {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    signal.throwIfAborted();
    const status = await statusOf(url);
    if (status > 0 && status < 500) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`${url} did not answer within ${timeoutMs / 1000} seconds; see the messages above.`);
}
