import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Act, type Note, noteSchema, type Order } from "./worker-messages";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ENTRY = fileURLToPath(new URL("./worker.ts", import.meta.url));
const GRACE_MS = 15_000;

/** What came of an act: the error's code, null when it went well, `killed` when the worker died over it. */
export type ActResult = { readonly code: string | null } | "killed";

/** A worker as the driver holds it: started, given acts, and killed. */
export class WorkerProcess {
  readonly number: number;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #loaded: Promise<void>;
  readonly #waiting = new Map<number, (result: ActResult) => void>();
  #nextAct = 1;
  #started: (() => void) | null = null;
  #errors = "";
  #isKilled = false;

  /** Loads the program, which takes a second or so; nothing is opened before `start`. */
  constructor(number: number) {
    this.number = number;
    this.#child = spawn(process.execPath, ["--import", "tsx", ENTRY], {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.on("data", (chunk) => {
      this.#errors += chunk;
    });
    let markLoaded = (): void => {};
    this.#loaded = new Promise((resolve) => {
      markLoaded = resolve;
    });
    this.#child.on("message", (message) => this.#hear(noteSchema.parse(message), markLoaded));
    this.#exited = new Promise((resolve) => {
      this.#child.once("exit", () => {
        markLoaded();
        this.#started?.();
        for (const settle of this.#waiting.values()) settle("killed");
        this.#waiting.clear();
        resolve();
      });
    });
  }

  get isAlive(): boolean {
    return !this.#isKilled && this.#child.exitCode === null;
  }

  /** When it was killed, milliseconds of the machine's clock; null while it was not. */
  killedAtMs: number | null = null;

  get pending(): number {
    return this.#waiting.size;
  }

  /** Resolves when the server is up, or when it was killed before. Throws what it said when it ended by itself. */
  async start(order: Omit<Extract<Order, { type: "start" }>, "type" | "number">): Promise<void> {
    await this.#loaded;
    const started = new Promise<void>((resolve) => {
      this.#started = resolve;
    });
    this.assertWell();
    this.#send({ type: "start", number: this.number, ...order });
    await Promise.race([started, this.#exited]);
    this.assertWell();
  }

  perform(act: Act): Promise<ActResult> {
    return this.#ask((id) => ({ type: "act", id, act }));
  }

  /** Has the person's notices sent to a webhook. */
  subscribe(url: string): Promise<ActResult> {
    return this.#ask((id) => ({ type: "subscribe", id, url }));
  }

  #ask(orderOf: (id: number) => Order): Promise<ActResult> {
    const id = this.#nextAct;
    this.#nextAct += 1;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      if (this.isAlive) this.#send(orderOf(id));
      else resolve("killed");
    });
  }

  /** Ends it as a power cut does; resolves when the process is gone. */
  async kill(): Promise<void> {
    if (!this.#isKilled) {
      this.#isKilled = true;
      this.#child.kill("SIGKILL");
    }
    await this.#exited;
    this.killedAtMs ??= Date.now();
  }

  /** Asks it to stop, as a stopped server does. Throws where it hangs or fails. */
  async stop(): Promise<void> {
    await this.#loaded;
    if (this.#started === null) {
      await this.kill();
      return;
    }
    this.#send({ type: "stop" });
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      this.#child.kill("SIGKILL");
    }, GRACE_MS);
    await this.#exited;
    clearTimeout(late);
    if (isLate) throw new Error(`Worker ${this.number} did not stop in time`);
    if (this.#child.exitCode !== 0) throw new Error(`Worker ${this.number} stopped badly:\n${this.#errors}`);
  }

  /** Throws what it wrote when it ended without being killed. */
  assertWell(): void {
    if (!this.#isKilled && (this.#child.exitCode !== null || this.#child.signalCode !== null)) {
      throw new Error(`Worker ${this.number} ended by itself:\n${this.#errors}`);
    }
  }

  #send(order: Order): void {
    // A worker that dies at this moment takes the order with it; its end is heard anyway.
    this.#child.send(order, () => {});
  }

  #hear(note: Note, markLoaded: () => void): void {
    if (note.type === "loaded") markLoaded();
    else if (note.type === "started") this.#started?.();
    else {
      this.#waiting.get(note.id)?.({ code: note.code });
      this.#waiting.delete(note.id);
    }
  }
}
