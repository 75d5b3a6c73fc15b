import type { CallGate, HttpClient } from "@/server/http/http.port";

/** Lets everything through, once. */
export const openGate: CallGate = { pass: (_request, send) => send() };

/** The client with the gate before it. */
export function throughGate(http: HttpClient, gate: CallGate): HttpClient {
  return {
    ...http,
    send: (request) => gate.pass(request, () => http.send(request)),
    open: (request) => gate.pass(request, () => http.open(request)),
  };
}
