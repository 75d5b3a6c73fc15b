import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { SandboxBroker } from "./broker";
import { SandboxClock } from "./clock";
import { addControlRoutes } from "./control/control-routes";
import { applyTime, SandboxControl } from "./control/sandbox-control";
import { BrokerGate } from "./http/broker-gate";
import { detail, type SandboxRequest } from "./http/exchange";
import { FaultList } from "./http/faults";
import { refuseUnlessLocal } from "./http/local-only";
import { BodyError, readBody } from "./http/request-body";
import { RequestLog } from "./http/request-log";
import { Router } from "./http/router";
import { writeReply } from "./http/write-reply";
import { addPhoneRoutes } from "./phone/phone-routes";
import { RobinhoodSandbox } from "./robinhood/robinhood-sandbox";
import { type SandboxOptions, sandboxOptionsSchema } from "./sandbox-options";
import { SeededRandom } from "./seeded-random";
import { StateFile } from "./state-file";

export interface RunningSandbox {
  /** Such as `http://127.0.0.1:4010`: api, identi and bonfire alike. */
  url: string;
  port: number;
  control: SandboxControl;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts the simulated brokers on one port. Rejects where the port cannot be had; throws a ZodError for
 * options that are not valid.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const settings = sandboxOptionsSchema.parse(options);
  const clock = new SandboxClock();
  applyTime(clock, settings);
  const log = new RequestLog();
  let control: SandboxControl | null = null;
  const faults = new FaultList(() => new SeededRandom(control?.seed ?? settings.seed));
  const brokers: SandboxBroker[] = [
    new RobinhoodSandbox({ clock, faults, seed: settings.seed, knobs: settings.knobs }),
  ];
  control = new SandboxControl({ settings, clock, faults, log, brokers });
  const stateFile = settings.statePath === undefined ? null : new StateFile(settings.statePath, brokers);
  stateFile?.load(settings.seed);
  // At once, so that a file that cannot be written is known before anyone signs in.
  stateFile?.save(settings.seed);
  const local = new Router();
  addControlRoutes(local, control);
  addPhoneRoutes(local, control);
  const gate = new BrokerGate({ clock, faults, log, brokers });
  const save = (request: SandboxRequest) => {
    if (request.method !== "GET") stateFile?.save(control?.seed ?? settings.seed);
  };

  const server = createServer((message, response) => {
    serve(message, response).catch((error: unknown) => {
      response.destroy();
      // A client that broke off is no trouble of ours; anything else is a mistake in the sandbox.
      if (message.errored === null) process.emitWarning(error instanceof Error ? error : String(error));
    });
  });
  await listen(server, settings.port, settings.host);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : settings.port;
  const name = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  return { url: `http://${name}:${port}`, port, control, close: () => closeServer(server) };

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = message.headers.host ?? `${settings.host}:${settings.port}`;
    const url = new URL(message.url ?? "/", "http://sandbox.invalid");
    let request: SandboxRequest;
    try {
      request = {
        method: message.method ?? "GET",
        path: url.pathname,
        query: url.searchParams,
        headers: message.headers,
        ...(await readBody(message)),
        params: {},
        baseUrl: settings.publicUrl ?? `http://${host}`,
      };
    } catch (error) {
      if (!(error instanceof BodyError)) throw error;
      writeReply(response, detail(error.status, error.message));
      return;
    }
    if (url.pathname.startsWith("/_sandbox") || url.pathname.startsWith("/phone") || url.pathname === "/") {
      serveLocally(request, response);
      return;
    }
    await gate.serve(request, response, { wait: (delayMs) => wait(delayMs), save: () => save(request) });
  }

  function serveLocally(request: SandboxRequest, response: ServerResponse): void {
    const refusal = refuseUnlessLocal(request);
    const match = local.find(request.method, request.path);
    if (refusal !== null) writeReply(response, refusal);
    else if (match === null)
      writeReply(response, detail(404, "Not found. See /_sandbox/ for what there is."));
    else {
      const reply = match.handler({ ...request, params: match.params });
      save(request);
      writeReply(response, reply);
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
