import { detail, json, type SandboxReply } from "./exchange";
import type { ArmedFault } from "./faults";

/** The answer of a fault that replaces the handler's. */
export function statusReply(fault: ArmedFault): SandboxReply {
  const status = fault.status ?? 500;
  const headers: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { "Retry-After": String(fault.retryAfterSeconds) };
  if (status === 401) return detail(401, "Invalid bearer token.", headers);
  if (status === 403) return detail(403, "You do not have permission to perform this action.", headers);
  if (status === 429) {
    const seconds = fault.retryAfterSeconds ?? 36;
    return detail(429, `Request was throttled. Expected available in ${seconds} seconds.`, headers);
  }
  if (status >= 500) return { ...page(status, `Server Error (${status})`), headers };
  return json(status, { detail: "The sandbox was told to refuse this request." }, headers);
}

/** An answer turned into one that a careless client stumbles over. */
export function spoil(fault: ArmedFault, reply: SandboxReply): SandboxReply {
  if (fault.kind === "html") return page(fault.status ?? 200, "We'll be right back");
  if (fault.kind === "empty") return { status: reply.status, text: "", contentType: "application/json" };
  if (fault.kind === "truncated") {
    const text = JSON.stringify(reply.json ?? {});
    return { status: reply.status, text: text.slice(0, text.length / 2), contentType: "application/json" };
  }
  return json(reply.status, wrongTypes(reply.json));
}

function page(status: number, heading: string): SandboxReply {
  const text = `<!DOCTYPE html><html><head><title>Robinhood</title></head><body><h1>${heading}</h1></body></html>`;
  return { status, text, contentType: "text/html; charset=utf-8" };
}

/** Every member of the body with a value of another type than it had. */
function wrongTypes(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return [];
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, otherType(value)]));
}

function otherType(value: unknown): unknown {
  if (typeof value === "string") return 42;
  if (typeof value === "number") return "forty-two";
  if (typeof value === "boolean") return "yes";
  if (Array.isArray(value)) return { unexpected: true };
  return ["unexpected"];
}
