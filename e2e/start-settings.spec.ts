import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { freePort } from "./child-program";
import { expect, test } from "./fixtures";
import { Install } from "./install";

/** A receiver of traces, and the bodies that it was sent. */
async function startCollector() {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(`${request.method} ${request.url} ${await text(request)}`);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${port}`, bodies, close: () => server.close() };
}

/** Whether somebody answers there. */
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (reply) => reply.ok,
    () => false,
  );

test("what is only read at the start holds: address, port, folders, database and traces", async () => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), "wheelhouse-start-"));
  const collector = await startCollector();
  // Linux alone has all of 127.0.0.0/8 without being told.
  const host = process.platform === "linux" ? "127.0.0.2" : "127.0.0.1";
  const install = await Install.create({
    HOST: host,
    DATABASE_URL: `file:${join(folder, "elsewhere.db")}`,
    LOG_DIR: join(folder, "logs"),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  try {
    const port = new URL(install.url).port;
    expect(await answers(`http://${host}:${port}/api/health/ready`)).toBe(true);
    if (host !== "127.0.0.1") expect(await answers(`http://127.0.0.1:${port}/api/health/ready`)).toBe(false);
    expect(existsSync(join(folder, "elsewhere.db"))).toBe(true);
    expect(await readdir(join(folder, "logs"))).toContain("wheelhouse.log");
    const inDataDir = await readdir(install.dataDir);
    expect(inDataDir).toContain("keys");
    expect(inDataDir).not.toContain("logs");
    expect(inDataDir.filter((name) => name.endsWith(".db"))).toEqual([]);
    expect(await answers(`http://${host}:${port}/api/v1/health`)).toBe(true);
    expect(await answers(`http://${host}:${port}/setup`)).toBe(true);
    await install.stopServer();
    const sent = collector.bodies.filter((body) => body.startsWith("POST /v1/traces "));
    for (const name of ["GET api", "GET page", "keeper settings"]) {
      expect(sent.join("\n")).toContain(`"name":"${name}"`);
    }
  } finally {
    await install.remove();
    collector.close();
    await rm(folder, { recursive: true, force: true });
  }
});
