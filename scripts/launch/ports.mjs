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

/** Waits until an address answers over HTTP; `isAccepted` judges the status. Throws after the time limit. */
export async function waitUntilAnswering(url, timeoutMs, isAccepted, signal) {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    signal.throwIfAborted();
    try {
      const reply = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "manual" });
      await reply.body?.cancel();
      if (isAccepted(reply.status)) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`${url} did not answer within ${timeoutMs / 1000} seconds; see the messages above.`);
}
