// A full refresh of an account with many positions, stocks and options: our reading (by list, side by side, with
// limit, breaker, recorder and the encrypted cache) beside a straightforward client that asks for one position after
// the other, over one connection that is kept open, as the public Python library does. Both read the same account in
// the same run; every answer of the broker comes 50 ms late.
//
//   npx tsx bench/account-refresh.ts [--rounds 3] [--broker-delay 50] [--database sqlite]
//
// --database sqlite, postgresql (a server of its own) or the postgresql://… address of an empty database.
// RATE_LIMIT_REQUESTS is raised to 6000: what a reading would need of the 60 requests of a minute is its calls.
//
// Showed on 2026-11-22, 2 cores, Node 20, a quiet machine (load 0.3 before, 1.4 after), SQLite, 50 ms, median of 3:
//
//   positions   ours: calls    ms   from the cache, ms   one by one: calls       ms   ratio
//          10             7   230                  6.7                  22     1159     5.0
//         100             8   267                   14                 202    10577      40
//        1000            43  1305                   56                2010   105007      80
//
// So a hundred positions cost one call more than ten. At a thousand the holdings come page by page, each of which
// names the next, and no more than five requests are at the broker at once.
import { parseArgs } from "node:util";
import { startLogin } from "@/server/services/connections/start-login";
import { getPositions } from "@/server/services/portfolio/get-positions";
import type { BenchInstall } from "./setup/bench-install";
import { runBench } from "./setup/bench-run";
import { formatTable, median, ms, timeOf } from "./setup/figures";
import type { SandboxProcess } from "./setup/sandbox-process";
import { SERIAL_CLIENT_LOGIN, SerialClient } from "./setup/serial-client";

const SIZES = [10, 100, 1000];

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    "broker-delay": { type: "string", default: "50" },
    database: { type: "string", default: "sqlite" },
  },
});
const rounds = Number(values.rounds);
const delayMs = Number(values["broker-delay"]);

await runBench(values.database, async (install, sandbox) => {
  const rows: string[][] = [
    ["positions", "ours: calls", "ms", "from the cache, ms", "one by one: calls", "ms", "ms, ratio"],
  ];
  for (const size of SIZES) rows.push(await compare(install, sandbox, size));
  return [
    `every answer ${delayMs} ms late; median of ${rounds}; one by one is read once`,
    "",
    formatTable(rows),
    "",
  ];
});

async function compare(install: BenchInstall, sandbox: SandboxProcess, size: number): Promise<string[]> {
  await sandbox.setDelay(0);
  await sandbox.setPositions(SERIAL_CLIENT_LOGIN.person, size);
  const { id: connectionId } = await install.addConnection();
  const { username, password } = SERIAL_CLIENT_LOGIN;
  await startLogin(install.person, { connectionId, credentials: { username, password } });
  const serial = await SerialClient.signIn(sandbox.url);
  await sandbox.setDelay(delayMs);

  const read = async (fresh: boolean) => {
    await install.clearWindow(connectionId);
    const view = await getPositions(install.person, { connectionId, includeOptions: true, fresh });
    const failed = view.parts.filter(({ state }) => state !== "fresh");
    if (failed.length > 0 || view.positions.length !== size) {
      throw new Error(`${view.positions.length} of ${size} positions, ${failed.length} parts not fresh`);
    }
  };
  await read(true);
  install.times.take();
  const fresh: number[] = [];
  const cached: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    fresh.push(await timeOf(() => read(true)));
    cached.push(await timeOf(() => read(false)));
  }
  const { calls } = install.times.take();
  const oneByOne = await timeOf(() => serial.readEverything(size));
  return [
    `${size}`,
    (calls / rounds).toFixed(0),
    ms(median(fresh)),
    ms(median(cached)),
    `${serial.calls}`,
    ms(oneByOne),
    (oneByOne / median(fresh)).toFixed(1),
  ];
}
