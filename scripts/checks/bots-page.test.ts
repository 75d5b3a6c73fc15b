import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ROBINHOOD_PROXY_RULES } from "@/server/brokers/robinhood/proxy-rules";
import { ERROR_CODES } from "@/shared/error-codes";
import { PERMISSIONS } from "@/shared/permissions";
import { SCOPE_NAMES, SCOPES } from "@/shared/schemas/api-token";
import { SCOPE_PERMISSIONS } from "@/shared/scope-permissions";

const page = (name: string) => readFileSync(resolve(import.meta.dirname, "../../docs", name), "utf8");
/** The cells of all rows of tables, without their code marks. */
const rowsOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
const codesIn = (line: string) => [...line.matchAll(/`(\/[^`]+)`/g)].map(([, path]) => path);

describe("docs/bots.md", () => {
  it("has every scope with its sentence and the roles that carry it", () => {
    const scopes: string[] = [...SCOPE_NAMES];
    expect(rowsOf(page("bots.md")).filter(([name = ""]) => scopes.includes(name))).toEqual(
      SCOPE_NAMES.map((scope) => [scope, SCOPES[scope], PERMISSIONS[SCOPE_PERMISSIONS[scope]].join(", ")]),
    );
  });

  it("tells errors by their numbers and statuses", () => {
    const told = rowsOf(page("bots.md")).filter(([number = ""]) => /^\d{4}$/.test(number));
    const known = Object.entries(ERROR_CODES).map(([name, row]) => [
      row.number,
      name,
      String(row.httpStatus),
    ]);
    expect(told.length).toBeGreaterThan(15);
    for (const [number, name, status] of told) expect(known).toContainEqual([number, name, status]);
  });
});

describe("docs/brokers.md", () => {
  it("lists what the proxy refuses at Robinhood, and where it writes", () => {
    const lines = page("brokers.md").split("\n");
    const refused = lines.find((line) => line.startsWith("- never let through"));
    const writable = lines.find((line) => line.startsWith("- let through for writing"));
    expect(codesIn(refused ?? "")).toEqual(ROBINHOOD_PROXY_RULES.refusedPaths);
    expect(codesIn(writable ?? "")).toEqual(ROBINHOOD_PROXY_RULES.writablePaths);
  });
});
