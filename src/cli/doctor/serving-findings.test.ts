import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { afterEach, beforeEach, expect, it } from "vitest";
import { webAppFinding } from "@/cli/doctor/network-findings";
import { certificateFinding, proxy, servingFindings } from "@/cli/doctor/serving-findings";
import { readEnvironment } from "@/env";

const NOW = new Date("2026-03-02T14:30:00Z");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wheelhouse-doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environmentOf = (variables: Record<string, string> = {}) =>
  readEnvironment({ DATA_DIR: "data", ...variables }, folder);
const findings = async (variables: Record<string, string> = {}) => {
  const [log, certificate] = await servingFindings(environmentOf(variables), NOW);
  return { log, certificate };
};
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

it("says where the log is, and that it can't be written", async () => {
  mkdirSync(join(folder, "data", "logs"), { recursive: true });
  const path = join(folder, "data", "logs", "wheelhouse.log");
  expect((await findings()).log).toMatchObject({ state: "ok", message: path });
  expect((await findings({ LOG_DIR: "new" })).log).toMatchObject({ state: "ok" });
  expect((await findings({ LOG_ENABLED: "false" })).log).toMatchObject({ state: "skipped" });
  writeFileSync(join(folder, "file"), "");
  expect((await findings({ LOG_DIR: "file/logs" })).log).toMatchObject({
    state: "problem",
    remedy: expect.stringContaining("LOG_DIR"),
  });
});

it("counts the days of the certificate", async () => {
  const made = await generate([{ name: "commonName", value: "desk" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: inDays(-60),
    notAfterDate: inDays(30),
  });
  writeFileSync(join(folder, "cert.pem"), made.cert);
  const files = { TLS: "files", TLS_CERT_FILE: "cert.pem", TLS_KEY_FILE: "key.pem" };
  expect((await findings(files)).certificate).toMatchObject({
    state: "ok",
    message: expect.stringMatching(/^30 days left, SHA-256 ([0-9A-F]{2}:){31}/),
  });
  writeFileSync(join(folder, "cert.pem"), "none");
  expect((await findings(files)).certificate).toMatchObject({ state: "problem" });
  const own = { TLS: "self-signed" };
  expect((await findings(own)).certificate).toMatchObject({ state: "skipped" });
  mkdirSync(join(folder, "data", "tls"), { recursive: true });
  writeFileSync(join(folder, "data", "tls", "self-signed.pem"), `${made.private}${made.cert}`);
  expect((await findings(own)).certificate).toMatchObject({ state: "ok" });
  expect((await findings()).certificate).toMatchObject({ state: "skipped" });
});

it.each([
  ["files", 22, "ok", null],
  ["files", 21, "warning", "replace the files"],
  ["files", -1, "problem", "replace the files"],
  ["self-signed", 3, "warning", "renews it by itself"],
] as const)("a certificate of %s with %i days left is %s", (kind, days, state, remedy) => {
  expect(certificateFinding(kind, days, "facts")).toMatchObject({
    state,
    remedy: remedy === null ? null : expect.stringContaining(remedy),
  });
});

it.each([
  [{}, "skipped"],
  [{ PUBLIC_URL: "https://desk.example.com" }, "warning"],
  [{ PUBLIC_URL: "https://desk.example.com", TRUSTED_PROXIES: "10.0.0.0/8" }, "ok"],
  [{ TLS: "self-signed", PUBLIC_URL: "http://desk.example.com" }, "warning"],
  [{ TLS: "self-signed", HOST: "0.0.0.0" }, "skipped"],
  [{ HOST: "0.0.0.0" }, "warning"],
])("with %o how browsers come here is %s", (variables, state) => {
  expect(proxy(environmentOf(variables)).state).toBe(state);
});

it.each([
  ["off", 200, null, "ok"],
  ["off", 503, null, "warning"],
  ["off", null, "ECONNREFUSED", "warning"],
  ["self-signed", null, "DEPTH_ZERO_SELF_SIGNED_CERT", "ok"],
  ["files", null, "DEPTH_ZERO_SELF_SIGNED_CERT", "warning"],
] as const)("a web app with TLS %s that answers %s, %s, is %s", (tls, status, failure, state) => {
  expect(webAppFinding("https://desk.example.com", tls, { status, failure }).state).toBe(state);
});
