import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ChildProgram, freePort, WEB_SERVER } from "./child-program";
import { SandboxRemote } from "./sandbox-remote";

const reportSchema = z.object({ publicUrl: z.string(), setupCode: z.string().nullable() });

const healthAddress = ({ HOST = "127.0.0.1", PORT, BASE_PATH = "" }: Record<string, string>): string =>
  `http://${HOST}:${PORT}${BASE_PATH}/api/health`;

const commandLine = (settings: Record<string, string>, words: readonly string[]): Promise<string> =>
  new ChildProgram(["bin/wheelhouse.mjs", ...words], { ...settings, WHEELHOUSE_ENV_FILE: "" }).finish();

/** A whole Wheelhouse of its own: data folder, built app and sandbox broker, each on a free port. */
export class Install {
  readonly dataDir: string;
  readonly url: string;
  readonly sandbox: SandboxRemote;
  /** The one-time code that the launcher prints. */
  readonly setupCode: string;
  readonly #settings: Record<string, string>;
  readonly #sandboxProgram: ChildProgram;
  #server: ChildProgram;
  #earlierOutput = "";

  private constructor(parts: {
    dataDir: string;
    setupCode: string;
    url: string;
    sandbox: SandboxRemote;
    sandboxProgram: ChildProgram;
    server: ChildProgram;
    settings: Record<string, string>;
  }) {
    this.dataDir = parts.dataDir;
    this.setupCode = parts.setupCode;
    this.url = parts.url;
    this.sandbox = parts.sandbox;
    this.#sandboxProgram = parts.sandboxProgram;
    this.#server = parts.server;
    this.#settings = parts.settings;
  }

  /** Prepares and starts everything; nobody owns it yet. */
  static async create(extra: Record<string, string> = {}): Promise<Install> {
    const dataDir = await mkdtemp(join(tmpdir(), "wheelhouse-e2e-"));
    const port = await freePort();
    const sandboxPort = await freePort();
    const sandbox = new SandboxRemote(`http://127.0.0.1:${sandboxPort}`);
    const settings = {
      DATA_DIR: dataDir,
      PORT: String(port),
      ROBINHOOD_API_URL: sandbox.url,
      ROBINHOOD_IDENTI_URL: sandbox.url,
      ROBINHOOD_BONFIRE_URL: sandbox.url,
      ...extra,
    };
    const sandboxProgram = new ChildProgram(["src/sandbox/main.ts", "--port", String(sandboxPort)]);
    const prepared = await commandLine(settings, ["prepare"]);
    const report = reportSchema.parse(JSON.parse(prepared.trim().split("\n").at(-1) ?? ""));
    const server = new ChildProgram([WEB_SERVER], settings);
    await Promise.all([
      sandboxProgram.answering(`${sandbox.url}/_sandbox/health`),
      server.answering(healthAddress(settings)),
    ]);
    return new Install({
      dataDir,
      setupCode: report.setupCode ?? "",
      url: report.publicUrl,
      sandbox,
      sandboxProgram,
      server,
      settings,
    });
  }

  /** Runs a command of the command line on this install; what it wrote to standard output. */
  command(...words: readonly string[]): Promise<string> {
    return commandLine(this.#settings, words);
  }

  /** All that the web server wrote to its console, restarts included. */
  get output(): string {
    return this.#earlierOutput + this.#server.output;
  }

  /** Ends the web server, in order or, as a power cut does, at once; the data stay. */
  async stopServer(how: "stop" | "kill" = "stop"): Promise<void> {
    await this.#server[how]();
    this.#earlierOutput += this.#server.output;
  }

  /** Starts the web server again on the same data and port. */
  async startServer(): Promise<void> {
    this.#server = new ChildProgram([WEB_SERVER], this.#settings);
    await this.#server.answering(healthAddress(this.#settings));
  }

  /** Ends the sandbox broker: the broker can't be reached any more. */
  stopSandbox(): Promise<void> {
    return this.#sandboxProgram.stop();
  }

  /** Ends both programs and deletes the data. */
  async remove(): Promise<void> {
    await Promise.all([this.#server.stop(), this.#sandboxProgram.stop()]);
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
