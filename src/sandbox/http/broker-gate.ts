import type { ServerResponse } from "node:http";
import type { SandboxBroker } from "../broker";
import type { SandboxClock } from "../clock";
import { detail, type SandboxReply, type SandboxRequest, textField } from "./exchange";
import { spoil, statusReply } from "./fault-replies";
import type { ArmedFault, FaultList, FaultTarget } from "./faults";
import { loggablePath, type RequestLog } from "./request-log";
import { type RouteMatch, Router } from "./router";
import { writeReply } from "./write-reply";

interface GateParts {
  clock: SandboxClock;
  faults: FaultList;
  log: RequestLog;
  brokers: readonly SandboxBroker[];
}

const serverFaults = [
  "hang",
  "reset-before",
  "reset-after",
  "reset-during",
  "status",
  "html",
  "truncated",
  "wrong-types",
  "empty",
] as const;

/** Takes every request for a broker: finds its handler, lets the faults strike, writes the log. */
export class BrokerGate {
  readonly #parts: GateParts;
  readonly #router = new Router();

  constructor(parts: GateParts) {
    this.#parts = parts;
    for (const broker of parts.brokers) broker.addRoutes(this.#router);
  }

  async serve(
    unrouted: SandboxRequest,
    response: ServerResponse,
    run: { wait: (delayMs: number) => Promise<void>; save: () => void },
  ): Promise<void> {
    const match = this.#find(unrouted);
    const request = { ...unrouted, params: match?.params ?? {} };
    const target = this.#target(request);
    const fault = this.#parts.faults.strike(serverFaults, target);
    const delay = this.#parts.faults.strike(["delay"], target);
    if (delay !== null) await run.wait(delay.delayMs + this.#jitter(delay));
    const skipped = fault?.kind === "reset-before" || fault?.kind === "hang" || fault?.kind === "status";
    const reply = skipped ? null : this.#answer(request, match);
    this.#record(request, match, target, fault, reply);
    run.save();
    send(response, fault, reply);
  }

  #find(request: SandboxRequest): RouteMatch | null {
    const exact = this.#router.find(request.method, request.path);
    if (exact !== null || request.path.endsWith("/")) return exact;
    const slashed = this.#router.find(request.method, `${request.path}/`);
    if (slashed === null || !this.#redirects()) return slashed;
    if (request.method !== "GET") return null;
    const query = request.query.toString();
    const location = `${request.baseUrl}${request.path}/${query === "" ? "" : `?${query}`}`;
    return { ...slashed, handler: () => ({ status: 301, text: "", headers: { Location: location } }) };
  }

  #redirects(): boolean {
    return this.#parts.brokers.every((broker) => broker.knobs()["slashRedirects"] !== false);
  }

  #answer(request: SandboxRequest, match: RouteMatch | null): SandboxReply {
    if (match !== null) return match.handler(request);
    const methods = this.#router.methods(request.path);
    if (methods.length === 0) return detail(404, "Not found.");
    return detail(405, `Method "${request.method}" not allowed.`, { Allow: methods.join(", ") });
  }

  #target(request: SandboxRequest): FaultTarget {
    let person: string | null = null;
    for (const broker of this.#parts.brokers) person ??= broker.personOf(request);
    const grant = textField(request.fields, "grant_type");
    return { method: request.method, path: request.path, person, grant };
  }

  #jitter(delay: ArmedFault): number {
    return Math.floor(delay.jitterMs * this.#parts.faults.draw(delay));
  }

  #record(
    request: SandboxRequest,
    match: RouteMatch | null,
    target: FaultTarget,
    fault: ArmedFault | null,
    reply: SandboxReply | null,
  ): void {
    const reset = fault?.kind === "hang" || fault?.kind.startsWith("reset-") === true;
    const answered = fault === null || reply === null ? reply : spoilIfTold(fault, reply);
    this.#parts.log.add({
      at: this.#parts.clock.now().toISOString(),
      method: request.method,
      route: match?.pattern ?? "(none)",
      path: match === null ? "(none)" : loggablePath(match.pattern, match.params),
      person: target.person,
      grant: knownGrant(target.grant),
      status: reset ? null : (answered?.status ?? statusOf(fault)),
      fault: fault?.id ?? null,
      processed: reply !== null,
    });
  }
}

/** Only the two names that exist: what a client sends by mistake may be a secret. */
function knownGrant(grant: string | null): string | null {
  return grant === "password" || grant === "refresh_token" ? grant : null;
}

function statusOf(fault: ArmedFault | null): number | null {
  return fault?.kind === "status" ? statusReply(fault).status : null;
}

function spoilIfTold(fault: ArmedFault, reply: SandboxReply): SandboxReply {
  return fault.kind === "reset-after" || fault.kind === "reset-during" ? reply : spoil(fault, reply);
}

function send(response: ServerResponse, fault: ArmedFault | null, reply: SandboxReply | null): void {
  if (fault?.kind === "hang") return;
  if (fault?.kind === "reset-before" || fault?.kind === "reset-after") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (fault === null) writeReply(response, reply ?? detail(404, "Not found."));
  else if (reply === null) writeReply(response, statusReply(fault));
  else writeReply(response, spoilIfTold(fault, reply), fault.kind === "reset-during");
}
