// Claim: a page deep in the audit log costs what the first one does, and so does a page under a filter.
// Run: npx tsx bench/audit-search.ts [postgresql://… | file:…]; the database must be empty and is filled.

import { createStorage } from "@/server/storage/create-storage";
import { createClient } from "@/server/storage/database-client";
import { parseDatabaseUrl } from "@/server/storage/database-url";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { encodeAuditCursor } from "@/server/storage/stores/audit-cursor";
import { type AuditQuery, auditQuerySchema } from "@/shared/schemas/audit";

const ROWS = 300_000;
const BATCH = 1_000;
const PAGE = 50;
const DEEP_PAGE = 1_000;
const RUNS = 15;

const databaseUrl = process.argv[2];
if (databaseUrl === undefined)
  throw new Error("Name an empty database: file:/tmp/bench.db or postgresql://…");

const rowOf = (index: number) => {
  const isRare = index % 10_000 === 0;
  const user = `person${index % 40}@example.com`;
  return {
    id: `event-${index}`,
    occurredAt: new Date(Date.UTC(2026, 0, 1) + index * 60_000),
    eventType: isRare ? "SETUP_REFUSED" : (["SIGN_IN", "LOGIN", "SESSION_REFRESHED"][index % 3] ?? "LOGIN"),
    severity: isRare ? "CRITICAL" : "INFO",
    outcome: isRare ? "denied" : "success",
    user,
    userId: `user-${index % 40}`,
    targetType: "connection",
    targetId: `connection-${index % 80}`,
    sessionId: null,
    ipAddress: `192.0.2.${index % 250}`,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
    requestId: `request-${index}`,
    interface: "web",
    details: '{"broker":"robinhood"}',
    searchText: `authentication successful ${user} connection-${index % 80} 192.0.2.${index % 250} request-${index} broker robinhood${isRare ? " needle" : ""}`,
  };
};

await applyMigrations({ databaseUrl });
const client = createClient(parseDatabaseUrl(databaseUrl), () => Promise.resolve(false));
for (let start = 0; start < ROWS; start += BATCH) {
  await client.auditEvent.createMany({
    data: Array.from({ length: BATCH }, (_, index) => rowOf(start + index)),
  });
}
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
