import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Install } from "../../e2e/install";

/** Signs in by the password alone, and has what a test asks for. */
const BROKER_PERSON = "stan";
const PASSWORD = "tidal copper lantern";
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TICKS_A_SECOND = 100;

const metricsSchema = z.object({ processes: z.array(z.object({ pid: z.number() })) });
const connectionsSchema = z.array(z.object({ id: z.string() }));

/** The built server with the sandbox, as the browser tests start them, with an owner and no browser. */
export interface ServedInstall {
  readonly install: Install;
  readonly pid: number;
  /** Runs a command of the command line; what it printed. */
  command(words: readonly string[], input?: string): Promise<string>;
  /** Connects the broker's person with so many positions; the connection's id and a token that may read it. */
  connect(positions: number): Promise<{ readonly connectionId: string; readonly token: string }>;
}

/** Needs a build; `remove` of the install ends it. */
export async function serveInstall(settings: Record<string, string> = {}): Promise<ServedInstall> {
  const install = await Install.create({ RATE_LIMIT_REQUESTS: "6000", ...settings });
  const command = (words: readonly string[], input = "") =>
    run(words, input, { ...settings, DATA_DIR: install.dataDir, ...brokerAt(install.sandbox.url) });
  const owner = ["--email", "ada@example.com", "--name", "Ada", "--password-stdin"];
  await command(["setup", ...owner], `${PASSWORD}\n`);
  const { processes } = metricsSchema.parse(JSON.parse(await command(["metrics", "--json"])));
  const [server] = processes;
  if (server === undefined) throw new Error("The server does not tell of itself");
  return {
    install,
    pid: server.pid,
    command,
    connect: async (positions) => {
      await install.sandbox.setKnobs(BROKER_PERSON, { approval: "none", positions });
      const login = [
        "login",
        "--label",
        "Many",
        "--username",
        `${BROKER_PERSON}@example.com`,
        "--password-stdin",
      ];
      await command(login, `not-a-real-password-${BROKER_PERSON}\n`);
      const [connection] = connectionsSchema.parse(
        JSON.parse(await command(["connections", "list", "--json"])),
      );
      if (connection === undefined) throw new Error("There is no connection");
      const create = [
        "tokens",
        "create",
        "bench",
        "--scope",
        "read:positions",
        "read:orders",
        "--per-minute",
        "6000",
      ];
      return { connectionId: connection.id, token: (await command(create)).trim() };
    },
  };
}

const brokerAt = (url: string) => ({
  ROBINHOOD_API_URL: url,
  ROBINHOOD_IDENTI_URL: url,
  ROBINHOOD_BONFIRE_URL: url,
});

async function run(
  words: readonly string[],
  input: string,
  settings: Record<string, string>,
): Promise<string> {
  const child = spawn(process.execPath, ["bin/wheelhouse.mjs", ...words], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", WHEELHOUSE_ENV_FILE: "", ...settings },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let out = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  child.stdin.end(input);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`wheelhouse ${words.join(" ")} ended with ${String(code)}:\n${complaint}`);
  return out;
}

/** Resident memory of a process, bytes. Linux only. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}

/** Processor time that a process has used, all threads, seconds. Linux only. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
