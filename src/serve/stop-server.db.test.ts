import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { prepare } from "@/cli/prepare/prepare";
import { readEnvironment } from "@/env";
import { createStorage } from "@/server/storage/create-storage";
import { createTestDatabase } from "@/test/test-storage";

const root = resolve(import.meta.dirname, "../..");

it("a process that is told to stop finishes the broker call under way, ends streams, and gives all free", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wheelhouse-stop-"));
  const database = await createTestDatabase({ empty: true });
  const broker = createServer();
  broker.listen(0, "127.0.0.1");
  await once(broker, "listening");
  const brokerUrl = `http://127.0.0.1:${(broker.address() as AddressInfo).port}`;
  const variables = {
    NODE_ENV: "production",
    DATA_DIR: join(folder, "data"),
    DATABASE_URL: database.databaseUrl,
    ROBINHOOD_API_URL: brokerUrl,
    ROBINHOOD_IDENTI_URL: brokerUrl,
    ROBINHOOD_BONFIRE_URL: brokerUrl,
    LOG_LEVEL: "DEBUG",
  } as const;
  await prepare(readEnvironment(variables));
  const child = spawn(process.execPath, ["--import", "tsx", "src/test/stop-server.ts"], {
    cwd: root,
    env: variables,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complained = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complained += String(chunk);
  });
  const ended = once(child, "exit");
  try {
    const [line] = await Promise.race([once(child.stdout, "data"), ended.then(() => [complained])]);
    const base = `http://127.0.0.1:${String(line).trim()}`;
    const stream = await fetch(`${base}/events`);
    const asked = once(broker, "request");
    const reply = fetch(`${base}/slow`);
    const [, held]: ServerResponse[] = await asked;
    child.kill("SIGTERM");
    // The stop has begun when the stream ends; the broker answers only then.
    expect(await stream.text()).toBe("data: 1\n\nretry: 1000\n\n");
    held?.writeHead(401, { "content-type": "application/json" }).end('{"detail":"Unable to log in"}');
    expect(await (await reply).text()).toMatch(/^AUTH_/);
    expect(await ended).toEqual([0, null]);
    expect(complained).toBe("");
    const log = readFileSync(join(folder, "data", "logs", "wheelhouse.log"), "utf8");
    expect(log).toMatch(/"requestId":"slow-request".*"status":401.*"broker call"/);
    const storage = await createStorage({ databaseUrl: database.databaseUrl });
    // Another process need not wait until this one counts as gone.
    expect(await storage.processRuns.liveSince(new Date(0))).toEqual([]);
    await storage.close();
  } finally {
    child.kill("SIGKILL");
    broker.close();
    broker.closeAllConnections();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 90_000);
