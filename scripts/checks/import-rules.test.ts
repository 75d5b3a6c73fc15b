import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

interface Violation {
  readonly rule: { readonly name: string; readonly severity: string };
  readonly from: string;
}
interface Report {
  readonly summary: { readonly totalCruised: number; readonly violations: readonly Violation[] };
}

/** Rule, file that breaks it, what it imports; files of ours that are imported are made empty. */
const CANARIES = [
  ["no-cycles", "src/shared/a-cycle.ts", "@/shared/cycle"],
  ["no-unresolved", "src/shared/unresolved.ts", "@/shared/does-not-exist"],
  ["no-development-packages-in-the-product", "src/server/dev-package.ts", "vitest"],
  ["tests-are-imported-by-tests-only", "src/server/uses-test.ts", "@/test/clock"],
  ["shared-is-a-leaf", "src/shared/not-a-leaf.ts", "@/server/clock"],
  ["shared-uses-few-packages", "src/shared/package.ts", "pino"],
  ["shared-uses-few-packages", "src/shared/core.ts", "node:fs"],
  ["components-see-shared-and-trpc", "src/components/wrong.ts", "@/env"],
  ["no-server-code-in-the-browser", "src/components/server-code.ts", "@/server/api/root"],
  ["no-server-code-in-the-browser", "src/trpc/client.ts", "@/server/api/root"],
  ["trpc-sees-shared-and-api", "src/trpc/server.ts", "@/server/services/verb"],
  ["app-is-thin", "src/app/page.ts", "@/server/services/verb"],
  ["services-see-interfaces-only", "src/server/services/storage.ts", "@/server/storage/create-storage"],
  ["services-see-interfaces-only", "src/server/services/cipher.ts", "@/server/secrets/envelope-cipher"],
  ["services-see-interfaces-only", "src/server/services/broker.ts", "@/server/brokers/one/broker"],
  ["services-see-interfaces-only", "src/server/services/notices.ts", "@/server/notices/notice-sender"],
  ["services-see-interfaces-only", "src/server/services/container.ts", "@/server/container"],
  ["services-know-no-framework", "src/server/services/next.ts", "next/headers"],
  ["services-know-no-framework", "src/server/services/trpc.ts", "@trpc/server"],
  ["services-know-no-framework", "src/server/services/react.ts", "react"],
  ["api-sees-services", "src/server/api/storage.ts", "@/server/storage/create-storage"],
  ["rest-sees-services", "src/server/rest/storage.ts", "@/server/storage/create-storage"],
  ["rest-sees-services", "src/server/rest/container.ts", "@/server/container"],
  ["mcp-sees-services", "src/server/mcp/storage.ts", "@/server/storage/create-storage"],
  ["session-files-stand-alone", "src/server/session-file/verb.ts", "@/server/services/verb"],
  ["headless-is-a-program-of-its-own", "src/headless/storage.ts", "@/server/storage/create-storage"],
  ["clients-see-shapes-only", "src/client/verb.ts", "@/server/services/verb"],
  ["auth-sees-services", "src/server/auth/storage.ts", "@/server/storage/create-storage"],
  ["keeper-sees-services", "src/server/keeper/storage.ts", "@/server/storage/create-storage"],
  ["storage-stands-alone", "src/server/storage/secrets.ts", "@/server/secrets/envelope-cipher"],
  ["secrets-see-storage-interface", "src/server/secrets/storage.ts", "@/server/storage/create-storage"],
  ["backup-sees-storage", "src/server/backup/container.ts", "@/server/container"],
  ["http-stands-alone", "src/server/http/storage.ts", "@/server/storage/create-storage"],
  ["observability-stands-alone", "src/server/observability/http.ts", "@/server/http/client"],
  ["notices-see-http", "src/server/notices/storage.ts", "@/server/storage/create-storage"],
  ["vault-sees-http", "src/server/vault/storage.ts", "@/server/storage/create-storage"],
  ["credential-backends-see-interfaces", "src/server/credential-backends/verb.ts", "@/server/services/verb"],
  ["only-the-keyring-backend-knows-the-keyring", "src/server/services/keyring.ts", "@napi-rs/keyring"],
  ["services-see-interfaces-only", "src/server/services/vault.ts", "@/server/vault/vault-client"],
  ["brokers-see-http", "src/server/brokers/one/storage.ts", "@/server/storage/create-storage"],
  ["brokers-do-not-know-each-other", "src/server/brokers/one/other.ts", "@/server/brokers/two/broker"],
  ["only-storage-knows-the-database", "src/server/api/prisma.ts", "@prisma/client"],
  ["only-http-calls-the-network", "src/server/brokers/one/network.ts", "undici"],
  ["only-http-calls-the-network", "src/server/auth/network.ts", "node:https"],
  ["only-notices-send-mail", "src/server/services/mail.ts", "nodemailer"],
  ["keys-are-opened-in-one-place", "src/server/install-keys.ts", "@/server/brokers/one/broker"],
  ["only-outer-rooms-see-the-container", "src/server/clock-user.ts", "@/server/container"],
  ["serve-stands-in-front", "src/serve/container.ts", "@/server/container"],
  ["environment-is-a-leaf", "src/env.ts", "@/server/container"],
  ["few-read-the-environment", "src/server/api/environment.ts", "@/env"],
  ["nobody-imports-a-program", "src/server/api/program.ts", "@/serve/main"],
  ["nobody-imports-a-program", "src/server/brokers/one/sandbox.ts", "@/sandbox/main"],
  ["sandbox-is-its-own-program", "src/sandbox/ours.ts", "@/shared/money"],
] as const;

const root = resolve(import.meta.dirname, "../..");
const cli = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
let folder: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function cruise(cwd: string): Report {
  const args = [cli, "src", "--config", ".dependency-cruiser.mjs", "--output-type", "json"];
  const output = execFileSync(process.execPath, args, { cwd, encoding: "utf8", maxBuffer: 1e8 });
  return JSON.parse(output) as Report;
}

let report: Report;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wheelhouse-import-rules-"));
  for (const file of [".dependency-cruiser.mjs", "tsconfig.json", "package.json"]) {
    cpSync(join(root, file), join(folder, file));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const [, , target] of CANARIES) {
    const isOurs = target.startsWith("@/") && !target.endsWith("does-not-exist");
    if (isOurs) write(`${target.replace("@/", "src/")}.ts`, "export const made = true;\n");
  }
  write("src/shared/cycle.ts", 'import "@/shared/a-cycle";\n');
  for (const [, from, target] of CANARIES) write(from, `import "${target}";\n`);
  report = cruise(folder);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(CANARIES)("%s catches %s importing %s", (rule, from) => {
  const names = report.summary.violations
    .filter((violation) => violation.from === from && violation.rule.severity === "error")
    .map((violation) => violation.rule.name);
  expect(names).toContain(rule);
});

it("has a canary for every rule", async () => {
  const config: unknown = (await import(join(root, ".dependency-cruiser.mjs"))).default;
  const { forbidden } = config as { forbidden: readonly { name: string }[] };
  expect(new Set(CANARIES.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
});

it("looks at this repository, and not at nothing", { timeout: 60_000 }, () => {
  expect(cruise(root).summary.totalCruised).toBeGreaterThan(100);
});
