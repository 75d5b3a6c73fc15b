// What an authenticated read of the API takes beside an empty route handler, and the check of the token alone. All
// go over real HTTP to one server in this process, one after the other on a connection that is kept, and take turns.
//
//   npx tsx bench/api-read.ts [--runs 300] [--database sqlite]
//
// --database sqlite, postgresql (a server of its own) or the postgresql://… address of an empty database.
// "CPU" is processor time of all threads, the client's share included: the one figure that other work on the machine
// does not change. "token check" has no HTTP: the rows of token and owner, the hash, standing, address, and a place of the minute.
//
// Showed on 2026-11-22, 2 cores, Node 20, SQLite, nothing else on the machine (load 0.7). Milliseconds:
//
//                              median   p95  ÷ empty  CPU
//   empty handler                 0.6   0.8      1.0  0.6
//   token check (no HTTP)         1.0   1.5      1.8  1.1
//   open: GET /health             0.8   1.3      1.5  0.8
//   GET /me                       1.7   2.5      3.0  1.8
//   status of a connection        3.8   7.6      6.8  4.5
//   positions, cached             3.7   7.3      6.6  4.2
//   a token that is not ours      0.8   2.6      1.5  0.8
//
// So an authenticated read costs three times an empty handler, of which the check of the token with its two reads is
// more than the half; a token that is mistyped costs no read at all. On PostgreSQL under much other work (load 14) the
// processor time was 4.0 ms beside 0.9.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import { handleRequest } from "@/server/rest/handle-request";
import { allRoutes } from "@/server/rest/routes/all-routes";
import { authenticateToken } from "@/server/services/api-tokens/authenticate-token";
import { takeTokenPlace } from "@/server/services/api-tokens/token-budget";
import { noteTokenUse } from "@/server/services/api-tokens/token-uses";
import { startLogin } from "@/server/services/connections/start-login";
import { Secret } from "@/shared/secret";
import { giveToken } from "@/test/api-caller";
import type { BenchInstall } from "./setup/bench-install";
import { runBench } from "./setup/bench-run";
import { formatTable, median, ms, p95, timeOf } from "./setup/figures";

const WARM_UP_RUNS = 20;
/** Above what the bench can send in a minute: the limit is no part of the question. */
const REQUESTS_PER_MINUTE = 1_000_000;
const FACTS = { id: "bench", ipAddress: "127.0.0.1", userAgent: "Benchmark", interface: "api" } as const;

const { values } = parseArgs({
  options: { runs: { type: "string", default: "300" }, database: { type: "string", default: "sqlite" } },
});

type Handler = (request: Request) => Promise<Response>;

/** A server with one handler, as Next has it: a Request in, a Response out. */
async function serve(handler: Handler): Promise<{ url: string; close(): Promise<void> }> {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const headers = new Headers(
      Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const response = await handler(new Request(`http://localhost${incoming.url}`, { headers }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function get(url: string, token: string, status = 200): Promise<void> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  if (response.status !== status) throw new Error(`${url} answered ${response.status}`);
}

async function connected({ person, credentials, addConnection, connection }: BenchInstall): Promise<string> {
  const { id } = await addConnection({ status: "disconnected", label: "Bench" });
  await startLogin(person, { connectionId: id, credentials, remember: false });
  if ((await connection(id)).status !== "connected") throw new Error("The connection is not connected");
  return id;
}

await runBench(values.database, async (install) => {
  const { services, person } = install;
  if (person.actor.type !== "user") throw new Error("Nobody acts");
  const id = await connected(install);
  const token = await giveToken(services, person.actor.userId, { requestsPerMinute: REQUESTS_PER_MINUTE });
  const empty = await serve(async () => Response.json({}));
  const api = await serve((request) => handleRequest(services, allRoutes, request, FACTS));
  const read = (path: string) => () => get(`${api.url}/api/v1${path}`, token);
  const cases: readonly (readonly [name: string, work: () => Promise<void>])[] = [
    ["empty handler", () => get(empty.url, token)],
    [
      "token check (no HTTP)",
      async () => {
        const { token: record } = await authenticateToken(services, new Secret(token), FACTS);
        await takeTokenPlace(services, record);
        noteTokenUse(services, record, FACTS);
      },
    ],
    ["open: GET /health", read("/health")],
    ["GET /me", read("/me")],
    ["GET /connections/{id}/status", read(`/connections/${id}/status`)],
    ["GET /connections/{id}/positions, cached", read(`/connections/${id}/positions`)],
    ["a token that is not ours", () => get(`${api.url}/api/v1/me`, `${token}x`, 401)],
  ];
  const times = new Map(cases.map(([name]) => [name, { whole: [] as number[], cpu: [] as number[] }]));
  for (let run = -WARM_UP_RUNS; run < Number(values.runs); run += 1) {
    for (const [name, work] of cases) {
      const before = process.cpuUsage();
      const took = await timeOf(work);
      const { user, system } = process.cpuUsage(before);
      if (run >= 0) {
        times.get(name)?.whole.push(took);
        times.get(name)?.cpu.push((user + system) / 1000);
      }
    }
  }
  await Promise.all([empty.close(), api.close()]);
  const base = median(times.get("empty handler")?.whole ?? []);
  const rows = [...times].map(([name, { whole, cpu }]) => {
    return [name, ms(median(whole)), ms(p95(whole)), (median(whole) / base).toFixed(1), ms(median(cpu))];
  });
  return [formatTable([["ms", "median", "p95", "÷ empty", "CPU"], ...rows]), ""];
});
