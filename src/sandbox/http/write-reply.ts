import type { ServerResponse } from "node:http";
import type { SandboxReply } from "./exchange";

/** Sends an answer; with `cutShort` the connection breaks in the middle of the body. */
export function writeReply(response: ServerResponse, reply: SandboxReply, cutShort = false): void {
  const body = Buffer.from(reply.text ?? (reply.json === undefined ? "" : JSON.stringify(reply.json)));
  const contentType = reply.contentType ?? "application/json";
  response.writeHead(reply.status, {
    ...(body.length > 0 ? { "Content-Type": contentType } : {}),
    "Content-Length": String(body.length),
    ...reply.headers,
  });
  if (!cutShort) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
