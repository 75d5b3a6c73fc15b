import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** The launcher itself is run, as a person would: everything here ends before it builds or serves. */
const root = resolve(import.meta.dirname, "../..");
const TIMEOUT = { timeout: 60_000 };
let folder: string;
let dataDir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wheelhouse-launch-"));
  dataDir = join(folder, "data");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ending {
  readonly code: number | null;
  readonly errors: string;
}

function launch(
  environment: Record<string, string>,
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
): Promise<Ending> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [...nodeArgs, join(root, "scripts/app.mjs"), ...args], {
      env: {
        NODE_ENV: "production",
        PATH: process.env["PATH"],
        PORT: "39181",
        DATA_DIR: dataDir,
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += String(chunk);
    });
    child.stdout.resume();
    child.on("close", (code) => done({ code, errors: errors.trim() }));
  });
}

function occupy(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => done({ server, port: (server.address() as AddressInfo).port }));
  });
}

describe("the launcher refuses, with one sentence and nothing made", TIMEOUT, () => {
  it("a Node that is too old", async () => {
    const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.4" } })`;
    const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
    const { code, errors } = await launch({}, [], ["--import", preload]);
    expect(code).toBe(1);
    expect(errors).toBe(
      "Node 18.20.4 is too old: Wheelhouse needs 20.19 or later. Install the current LTS version from https://nodejs.org and start again.",
    );
    expect(existsSync(dataDir)).toBe(false);
  });

  it("ports in use, of the app and of the sandbox", async () => {
    const [app, sandbox] = [await occupy(), await occupy()];
    const { code, errors } = await launch({ PORT: String(app.port) }, [
      "--sandbox-port",
      String(sandbox.port),
    ]);
    app.server.close();
    sandbox.server.close();
    expect(code).toBe(1);
    expect(errors.split("\n")).toEqual([
      `Port ${app.port} is in use: stop the program that listens on 127.0.0.1:${app.port}, or choose another port with --port or PORT.`,
      `Port ${sandbox.port} is in use: stop the program that listens on 127.0.0.1:${sandbox.port}, or choose another port with --sandbox-port.`,
    ]);
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each([
    [["--port", "http"], "--port must be a whole number from 1 to 65535."],
    [["--fast"], "Unknown option '--fast'"],
  ])("the options %j", async (args, sentence) => {
    const { code, errors } = await launch({}, args);
    expect(code).toBe(1);
    expect(errors).toContain(sentence);
  });

  it.each([
    ["DATABASE_URL", "mysql://root:hunter2@localhost/x", "DATABASE_URL must be file:<path> for SQLite"],
    ["APP_MASTER_KEY", "hunter2", "APP_MASTER_KEY must be 32 bytes in base64"],
    ["LOG_LEVEL", "hunter2", "LOG_LEVEL must be one of"],
  ])("a wrong %s", async (name, value, sentence) => {
    const { code, errors } = await launch({ [name]: value });
    expect(code).toBe(1);
    expect(errors).toContain(sentence);
    expect(errors).not.toContain("hunter2");
    expect(errors.split("\n")).toHaveLength(1);
    expect(existsSync(dataDir)).toBe(false);
  });

  it("a database that cannot be written", async () => {
    writeFileSync(join(folder, "file"), "");
    const { code, errors } = await launch({ DATABASE_URL: `file:${join(folder, "file", "x.db")}` });
    expect(code).toBe(1);
    expect(errors).toContain("cannot be opened for writing");
    expect(errors.split("\n")).toHaveLength(1);
    expect(existsSync(join(dataDir, "keys"))).toBe(false);
  });

  it("a PostgreSQL server that is not there, without showing the password", async () => {
    const { code, errors } = await launch({
      DATABASE_URL: "postgresql://app:hunter2@127.0.0.1:9/wheelhouse",
    });
    expect(code).toBe(1);
    expect(errors).toContain("127.0.0.1:9/wheelhouse cannot be reached");
    expect(errors).not.toContain("hunter2");
    expect(existsSync(join(dataDir, "keys"))).toBe(false);
  });

  it("a key file that others can read, or that holds no key", async () => {
    const keyFile = join(dataDir, "keys", "master.key");
    mkdirSync(join(dataDir, "keys"), { recursive: true });
    writeFileSync(keyFile, "hunter2", { mode: 0o600 });
    expect(await launch({})).toMatchObject({
      code: 1,
      errors: expect.stringContaining("is not 32 bytes in base64"),
    });
    chmodSync(keyFile, 0o644);
    expect(await launch({})).toMatchObject({ code: 1, errors: expect.stringContaining("chmod 600") });
    expect(existsSync(join(dataDir, "wheelhouse.db"))).toBe(false);
  });
});

it("explains itself", TIMEOUT, async () => {
  expect(await launch({}, ["--help"])).toEqual({ code: 0, errors: "" });
});
