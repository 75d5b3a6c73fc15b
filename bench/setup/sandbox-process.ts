import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { request } from "undici";

/** The sandbox as a program of its own, so that its work is not done on our thread. */
export interface SandboxProcess {
  readonly url: string;
  /** Every answer of the broker to this path (all paths when there is none) comes so much later; replaces the last. */
  setDelay(delayMs: number, path?: string): Promise<void>;
  /** How many positions the account of a person of many has. */
  setPositions(person: string, count: number): Promise<void>;
  advanceTime(seconds: number): Promise<void>;
  /** Token exchanges since the last call. */
  takeRefreshCount(): Promise<number>;
  close(): Promise<void>;
}

export async function startSandboxProcess(): Promise<SandboxProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/sandbox/main.ts", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => child.kill());
  const url = await readUrl(child);

  async function control(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: object,
  ): Promise<unknown> {
    const reply = await request(`${url}/_sandbox${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      // A socket kept from minutes ago may have been closed while the bench held the thread.
      reset: true,
    });
    if (reply.statusCode >= 300) {
      throw new Error(`The sandbox answered ${reply.statusCode} to ${method} ${path}`);
    }
    return reply.body.json();
  }

  return {
    url,
    setDelay: async (delayMs, path) => {
      await control("DELETE", "/faults");
      if (delayMs > 0) {
        await control("POST", "/faults", { kind: "delay", delayMs, ...(path === undefined ? {} : { path }) });
      }
    },
    setPositions: async (person, positions) => {
      await control("PATCH", `/people/${person}/knobs`, { positions });
    },
    advanceTime: async (seconds) => {
      await control("POST", "/time", { advanceSeconds: seconds });
    },
    takeRefreshCount: async () => {
      const log = await control("GET", "/requests?grant=refresh_token");
      await control("DELETE", "/requests");
      const requests = typeof log === "object" && log !== null && "requests" in log ? log.requests : [];
      return Array.isArray(requests) ? requests.length : 0;
    },
    close: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function readUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("The sandbox has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Broker sandbox at (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) {
      // Whatever else it writes must not fill the pipe.
      child.stdout.resume();
      return url;
    }
  }
  throw new Error("The sandbox did not start");
}
