import { z } from "zod";
import type { ChallengeAction } from "../broker";
import { detail, type Handler, json, param, type SandboxReply, type SandboxRequest } from "../http/exchange";
import type { LogFilter } from "../http/request-log";
import type { Router } from "../http/router";
import { controlIndex } from "./control-index";
import type { SandboxControl } from "./sandbox-control";

const timeChange = z.strictObject({
  set: z.iso.datetime({ offset: true }).optional(),
  advanceSeconds: z.number().min(-1e9).max(1e9).optional(),
  freeze: z.boolean().optional(),
});
const resetRequest = z.strictObject({ seed: z.string().min(1).max(200).optional() });
const actionRequest = z.strictObject({ challengeId: z.string().max(64).optional() });
const lockRequest = z.strictObject({ seconds: z.number().int().min(0).max(10_000_000) });

/** The control interface under `/_sandbox/`, described in docs/sandbox.md. */
export function addControlRoutes(router: Router, control: SandboxControl): void {
  const add = (method: string, path: string, handle: Handler) =>
    router.add(method, `/_sandbox${path}`, (request) => answer(request, handle));
  add("GET", "/", () => json(200, controlIndex));
  add("GET", "/health", () => json(200, { status: "ok", seed: control.seed }));
  add("POST", "/reset", (request) => {
    control.reset(resetRequest.parse(request.fields).seed);
    return json(200, { seed: control.seed, ...time(control) });
  });
  add("GET", "/time", () => json(200, time(control)));
  add("POST", "/time", (request) => {
    changeTime(control, timeChange.parse(request.fields));
    return json(200, time(control));
  });
  add("GET", "/people", () => json(200, { people: control.people() }));
  add("GET", "/people/:person", (request) => json(200, control.person(param(request, "person"))));
  for (const action of ["approve", "deny", "expire"] as const) {
    add("POST", `/people/:person/${action}`, (request) => act(control, request, action));
  }
  add("POST", "/people/:person/lock", (request) => {
    control.lock(param(request, "person"), lockRequest.parse(request.fields).seconds);
    return json(200, control.person(param(request, "person")));
  });
  add("POST", "/people/:person/end-sessions", (request) =>
    json(200, { ended: control.endSessions(param(request, "person")) }),
  );
  addKnobRoutes(add, control, "/knobs");
  addKnobRoutes(add, control, "/people/:person/knobs");
  add("GET", "/faults", () => json(200, { faults: control.faults() }));
  add("POST", "/faults", (request) => json(201, control.addFault(request.fields)));
  add("DELETE", "/faults", () => {
    control.clearFaults();
    return json(200, { faults: [] });
  });
  add("DELETE", "/faults/:fault", (request) =>
    control.removeFault(param(request, "fault")) ? json(200, { faults: control.faults() }) : noSuch("fault"),
  );
  add("GET", "/requests", (request) => {
    const filter = logFilter(request);
    return json(200, { counters: control.counters(filter), requests: control.requests(filter) });
  });
  add("DELETE", "/requests", () => {
    control.clearRequests();
    return json(200, { counters: {}, requests: [] });
  });

  function answer(request: SandboxRequest, handle: Handler): SandboxReply {
    const key = request.params["person"];
    if (key !== undefined && control.person(key) === null) return noSuch("person");
    try {
      return handle(request);
    } catch (error) {
      if (error instanceof z.ZodError) return json(400, { detail: z.prettifyError(error) });
      throw error;
    }
  }
}

function addKnobRoutes(
  add: (method: string, path: string, handle: Handler) => void,
  control: SandboxControl,
  path: string,
): void {
  const show: Handler = (request) => json(200, control.knobs(request.params["person"]));
  add("GET", path, show);
  add("PATCH", path, (request) => {
    control.setKnobs(request.fields, request.params["person"]);
    return show(request);
  });
  add("DELETE", path, (request) => {
    control.resetKnobs(request.params["person"]);
    return show(request);
  });
}

function act(control: SandboxControl, request: SandboxRequest, action: ChallengeAction): SandboxReply {
  const person = param(request, "person");
  const done = control.act(person, action, actionRequest.parse(request.fields).challengeId);
  return done ? json(200, control.person(person)) : detail(409, "Nothing waits for this person.");
}

function changeTime(control: SandboxControl, change: z.infer<typeof timeChange>): void {
  if (change.set !== undefined) control.clock.set(new Date(change.set));
  if (change.freeze === true) control.clock.freeze();
  if (change.freeze === false) control.clock.resume();
  if (change.advanceSeconds !== undefined) control.clock.advance(change.advanceSeconds);
}

function time(control: SandboxControl): { now: string; frozen: boolean } {
  return { now: control.clock.now().toISOString(), frozen: control.clock.frozen };
}

function logFilter(request: SandboxRequest): LogFilter {
  const asked = (name: string) => request.query.get(name) ?? undefined;
  return { person: asked("person"), method: asked("method"), route: asked("route"), grant: asked("grant") };
}

function noSuch(what: string): SandboxReply {
  return detail(404, `There is no such ${what}.`);
}
