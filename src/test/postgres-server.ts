import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";

export interface PostgresServer {
  /** Address of the maintenance database, with user and password. */
  readonly url: string;
  stop(): Promise<void>;
}

/** `nobody` on Linux: PostgreSQL refuses to run as root. */
const UNPRIVILEGED = { uid: 65_534, gid: 65_534 };
const USER = "wheelhouse";
const PASSWORD = "only-for-tests";
const START_LIMIT_MS = 30_000;

/** Starts a server of its own on a free port of this machine, with a data folder of its own. */
export async function startPostgresServer(binaries: string): Promise<PostgresServer> {
  const isRoot = process.getuid?.() === 0;
  const identity = isRoot ? UNPRIVILEGED : {};
  const folder = await mkdtemp(join(tmpdir(), "wheelhouse-postgres-"));
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, PASSWORD);
  if (isRoot) {
    await chown(folder, UNPRIVILEGED.uid, UNPRIVILEGED.gid);
    await chown(passwordFile, UNPRIVILEGED.uid, UNPRIVILEGED.gid);
  }
  const data = join(folder, "data");
  await promisify(execFile)(
    join(binaries, "initdb"),
    [
      "-D",
      data,
      "-U",
      USER,
      `--pwfile=${passwordFile}`,
      "-A",
      "scram-sha-256",
      "-E",
      "UTF8",
      "--locale=C",
      "--no-sync",
    ],
    { ...identity, cwd: folder },
  );
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "off",
    max_connections: "300",
  };
  const server = spawn(
    join(binaries, "postgres"),
    ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...identity, cwd: folder, stdio: "ignore" },
  );
  // A test run that crashes must not leave the server behind.
  process.once("exit", () => server.kill("SIGQUIT"));
  const url = `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`;
  try {
    await untilReady(url, server);
  } catch (error) {
    await stopServer(server, folder);
    throw error;
  }
  return { url, stop: () => stopServer(server, folder) };
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null) {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    // SIGQUIT: at once, since nothing in there is worth keeping.
    server.kill("SIGQUIT");
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) {
        throw new Error("The PostgreSQL server for the tests did not start", { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
