import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Measured, Question, Start } from "./wheel-server";

/** A server that does nothing but answer, and measures itself. */
export class WheelServerProcess {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts the program, which is to call `serveViews`, with more of Node's options. */
  static async start(program: string, start: Start, options: readonly string[]): Promise<WheelServerProcess> {
    const server = new WheelServerProcess(
      fork(program, {
        execArgv: ["--import", "tsx", ...options],
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      }),
    );
    await server.#ask(start);
    return server;
  }

  /** What the view took, measured in the server. */
  async measure(question: Question): Promise<Measured> {
    return (await this.#ask(question)) as Measured;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.disconnect();
    await ended;
  }

  async #ask(question: Start | Question): Promise<unknown> {
    const listening = new AbortController();
    const { signal } = listening;
    const answer = once(this.#child, "message", { signal });
    const end = once(this.#child, "exit", { signal }).then(() => {
      throw new Error("The measured server ended by itself");
    });
    this.#child.send(question);
    try {
      const [message] = await Promise.race([answer, end]);
      return message;
    } finally {
      end.catch(() => {});
      answer.catch(() => {});
      listening.abort();
    }
  }
}
