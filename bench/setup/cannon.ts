import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const resultSchema = z.object({
  latency: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
  requests: z.object({ average: z.number(), total: z.number() }),
  errors: z.number(),
  non2xx: z.number(),
});
/** Times are milliseconds. */
export type Fire = z.infer<typeof resultSchema>;

interface Target {
  readonly url: string;
  readonly seconds: number;
  readonly connections: number;
  /** Requests in a second, all connections together; as many as come where there is none. */
  readonly rate?: number;
  readonly token?: string;
}

/** Sends requests by autocannon, as a program of its own so that its work is not done on our thread. */
export async function fireAt({ url, seconds, connections, rate, token }: Target): Promise<Fire> {
  const words = [
    fileURLToPath(import.meta.resolve("autocannon")),
    "--json",
    ...["-c", String(connections), "-d", String(seconds), "-t", "60"],
    ...(rate === undefined ? [] : ["-R", String(rate)]),
    ...(token === undefined ? [] : ["-H", `authorization=Bearer ${token}`]),
    url,
  ];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "ignore"] });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  await once(child, "close");
  return resultSchema.parse(JSON.parse(out));
}
