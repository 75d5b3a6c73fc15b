// How soon the probes answer while the server computes: /api/health/live, /api/health/ready and /api/metrics, asked 20
// times a second each, first on an idle server and then while positions, account and attention of an account of 5000
// positions are asked for without a pause by several at once. Beside them, in the same run, /api/health, which goes
// through the pages.
//
//   npx tsx bench/health-under-load.ts [--seconds 20] [--positions 5000] [--readers 4]
//
// Needs a build (npx next build, or npm test). "ratio" is the 99th percentile under load divided by the idle one.
//
// Showed on 2026-11-22, 2 cores, Node 20, with 66 readings a second, milliseconds:
//
//                        idle p50   p99   max  load p50  p99  max  ratio  failed
//   /api/health/live          3.0  18.0  25.0      31.0  162  217    9.0       0
//   /api/health/ready         4.0  29.0  41.0      34.0  602  800   20.8       0
//   /api/metrics              3.0  16.0  29.0      31.0  154  216    9.6       0
//   /api/health               3.0  13.0  22.0      31.0  540  737   41.5       0
//
// Before the positions were worked out in slices, live had 261 and ready 343 ms at the 99th percentile: the longest
// turn has become shorter, and what asks the database waits for more of them.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import requireBuild from "../e2e/require-build";
import { type Fire, fireAt } from "./setup/cannon";
import { formatTable, ms } from "./setup/figures";
import { serveInstall } from "./setup/served-install";

const METRICS_TOKEN = "bench-token-of-metrics";
const RATE = 20;
const PROBES = ["/api/health/live", "/api/health/ready", "/api/metrics", "/api/health"];

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    positions: { type: "string", default: "5000" },
    readers: { type: "string", default: "4" },
  },
});
const seconds = Number(values.seconds);

requireBuild();
const served = await serveInstall({ METRICS_TOKEN });
const { url } = served.install;
try {
  const { connectionId, token } = await served.connect(Number(values.positions));
  const reads = ["positions", "account"].map((what) => `${url}/api/v1/connections/${connectionId}/${what}`);
  for (const address of reads) {
    await fireAt({ url: address, seconds: 2, connections: 1, token });
  }
  const probeAll = () =>
    Promise.all(
      PROBES.map((path) =>
        fireAt({ url: `${url}${path}`, seconds, connections: 1, rate: RATE, token: METRICS_TOKEN }),
      ),
    );
  const idle = await probeAll();
  const readers = Number(values.readers);
  const load = Promise.all(
    reads.map((address) => fireAt({ url: address, seconds: seconds + 2, connections: readers, token })),
  );
  const busy = await probeAll();
  const done = (await load).map(({ requests }) => requests.average);
  const row = (path: string, before: Fire | undefined, during: Fire | undefined) => [
    path,
    ...[before, during].flatMap((fire) =>
      [fire?.latency.p50, fire?.latency.p99, fire?.latency.max].map((value) => ms(value ?? 0)),
    ),
    ((during?.latency.p99 ?? 0) / Math.max(1, before?.latency.p99 ?? 1)).toFixed(1),
    String((before?.non2xx ?? 0) + (during?.non2xx ?? 0) + (during?.errors ?? 0)),
  ];
  process.stdout.write(
    `${[
      `${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}; ${values.positions} positions`,
      `under load: ${done.map((each) => each.toFixed(1)).join(" + ")} readings a second`,
      "",
      formatTable([
        ["ms", "idle p50", "p99", "max", "load p50", "p99", "max", "ratio", "failed"],
        ...PROBES.map((path, index) => row(path, idle[index], busy[index])),
      ]),
    ].join("\n")}\n`,
  );
} finally {
  await served.install.remove();
}
