// Whether the app of this machine is ready, for a container's health check: 0 when it is. Takes its address from the
// variables that the app takes it from.
import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";

const { HOST, PORT, BASE_PATH, TLS } = process.env;
const wildcards = { "0.0.0.0": "127.0.0.1", "::": "::1" };
const host = HOST || "127.0.0.1";
const request = TLS && TLS !== "off" ? requestSecure : requestPlain;
const call = request(
  {
    host: wildcards[host] ?? host,
    port: PORT || 3000,
    path: `${BASE_PATH ?? ""}/api/health/ready`,
    timeout: 4000,
    // It asks this machine, and sends nothing: the certificate may be for another name.
    rejectUnauthorized: false,
  },
  (reply) => {
    reply.resume();
    process.exitCode = reply.statusCode === 200 ? 0 : 1;
  },
);
call.on("timeout", () => call.destroy(new Error("no answer in time")));
call.on("error", (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
call.end();
