// Claim: a page deep in the audit log costs what the first one does, and so does a page under a filter.
// Run: npx tsx bench/audit-search.ts [postgresql://… | file:…]; the database must be empty and is filled.

import { createStorage } from "@/server/storage/create-storage";
import { createClient } from "@/server/storage/database-client";
import { parseDatabaseUrl } from "@/server/storage/database-url";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { encodeAuditCursor } from "@/server/storage/stores/audit-cursor";
import { type AuditQuery, auditQuerySchema } from "@/shared/schemas/audit";

const ROWS = 300_000;
const PAGE = 50;
const DEEP_PAGE = 1_000;
const RUNS = 7;

const databaseUrl = process.argv[2];
if (databaseUrl === undefined)
  throw new Error("Name an empty database: file:/tmp/bench.db or postgresql://…");

const location = parseDatabaseUrl(databaseUrl);
/** Minute `i` of the year: the one expression that the two databases write differently. */
const timeOfRow =
  location.provider === "sqlite"
    ? "strftime('%Y-%m-%dT%H:%M:%S.000+00:00', '2026-01-01', '+' || i || ' minutes')"
    : "TIMESTAMP '2026-01-01' + i * INTERVAL '1 minute'";
const IS_RARE = "i % 10000 = 0";
const COLUMNS: Readonly<Record<string, string>> = {
  id: "'event-' || i",
  occurredAt: timeOfRow,
  eventType: `CASE WHEN ${IS_RARE} THEN 'SETUP_REFUSED' WHEN i % 2 = 0 THEN 'SIGN_IN' ELSE 'LOGIN' END`,
  severity: `CASE WHEN ${IS_RARE} THEN 'CRITICAL' ELSE 'INFO' END`,
  outcome: `CASE WHEN ${IS_RARE} THEN 'denied' ELSE 'success' END`,
  user: "'person' || (i % 40) || '@example.com'",
  userId: "'user-' || (i % 40)",
  targetType: "'connection'",
  targetId: "'connection-' || (i % 80)",
  ipAddress: "'192.0.2.' || (i % 250)",
  userAgent: "'Mozilla/5.0 (X11; Linux x86_64)'",
  requestId: "'request-' || i",
  interface: "'web'",
  details: "'{}'",
  searchText: `'authentication successful person' || (i % 40) || '@example.com connection-' || (i % 80) || ' 192.0.2.' || (i % 250) || ' request-' || i || ' broker robinhood' || CASE WHEN ${IS_RARE} THEN ' needle' ELSE '' END`,
};

await applyMigrations({ databaseUrl });
const client = createClient(location, () => Promise.resolve(false));
const names = Object.keys(COLUMNS).map((name) => `"${name}"`);
await client.$executeRawUnsafe(
  `INSERT INTO "AuditEvent" (${names.join(", ")})
   WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ${ROWS})
   SELECT ${Object.values(COLUMNS).join(", ")} FROM numbers`,
);
await client.$executeRawUnsafe("ANALYZE");
await client.$disconnect();

const storage = await createStorage({ databaseUrl });

async function medianMs(query: Partial<AuditQuery>): Promise<number> {
  const parsed = auditQuerySchema.parse({ limit: PAGE, ...query });
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const begun = performance.now();
    await storage.audit.search(parsed);
    times.push(performance.now() - begun);
  }
  return times.sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? 0;
}

const deep = encodeAuditCursor(ROWS - DEEP_PAGE * PAGE);
const first = await medianMs({});
const cases: [string, Partial<AuditQuery>][] = [
  [`page ${DEEP_PAGE}`, { cursor: deep }],
  ["rare type", { eventTypes: ["SETUP_REFUSED"] }],
  ["rare severity and outcome", { severities: ["CRITICAL"], outcomes: ["denied"] }],
  ["common types, deep", { eventTypes: ["SIGN_IN", "LOGIN"], cursor: deep }],
  ["an old day", { from: "2026-01-02T00:00:00Z", to: "2026-01-03T00:00:00Z" }],
  ["common word", { text: "robinhood" }],
  ["rare word", { text: "needle" }],
  ["word that is nowhere", { text: "zebra" }],
  ["part of a person", { user: "person7@" }],
];
const report = [
  `${storage.provider}, ${ROWS} rows, ${PAGE} a page, median of ${RUNS}`,
  `first page ${first.toFixed(1)} ms`,
];
for (const [name, query] of cases) {
  const median = await medianMs(query);
  report.push(`${name}: ${median.toFixed(1)} ms, ${(median / first).toFixed(1)} × the first page`);
}
await storage.close();
process.stdout.write(`${report.join("\n")}\n`);
