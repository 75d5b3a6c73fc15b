import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { REQUIREMENT_IDS, requirementProblems } from "./requirements";

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "wheelhouse-requirements-"));
  mkdirSync(join(root, "src"));
  writeFileSync(join(root, "src/a.ts"), "");
  writeFileSync(join(root, "src/a.test.ts"), 'it("adds up", () => {});');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function table(overrides: Record<string, string>, extra = ""): string {
  const rows = REQUIREMENT_IDS.map((id) => overrides[id] ?? `| ${id} | text | open | – | – |`);
  return `# Requirements\n\n| id | requirement | status | code | tests |\n|---|---|---|---|---|\n${rows.join("\n")}\n${extra}`;
}

it("knows all forty-two requirements", () => {
  expect(REQUIREMENT_IDS).toHaveLength(42);
  expect(REQUIREMENT_IDS).toEqual(
    expect.arrayContaining(["A-S7", "A-FR-007", "A-NFR-006", "S-ENV", "S-COMP"]),
  );
});

it("accepts a table that is true", () => {
  const row = "| A-S1 | text | done | `src/a.ts`<br>src/a.test.ts | `src/a.test.ts › adds up` |";
  expect(requirementProblems(root, table({ "A-S1": row }))).toEqual([]);
});

it.each([
  ["| A-S1 | t | done | src/b.ts | src/a.test.ts › adds up |", "A-S1: src/b.ts does not exist"],
  ["| A-S1 | t | part | src/a.ts | src/b.test.ts › x |", "A-S1: the test file src/b.test.ts does not exist"],
  [
    "| A-S1 | t | done | src/a.ts | src/a.test.ts › takes away |",
    'A-S1: src/a.test.ts has no test with the title "takes away"',
  ],
  [
    "| A-S1 | t | done | src/a.ts | src/a.test.ts |",
    'A-S1: the test "src/a.test.ts" is not written as path › title',
  ],
  ["| A-S1 | t | done | – | src/a.test.ts › adds up |", "A-S1: no code is named"],
  ["| A-S1 | t | done | src/a.ts | |", "A-S1: no test is named"],
  ["| A-S1 | t | nearly | – | – |", 'A-S1: the status "nearly" is not one of done, part, open'],
])("refuses %s", (row, problem) => {
  expect(requirementProblems(root, table({ "A-S1": row }))).toEqual([problem]);
});

it("refuses ids that are missing, doubled or unknown", () => {
  const extra = "| A-S2 | t | open | – | – |\n| X-1 | t | open | – | – |\n";
  expect(requirementProblems(root, table({ "A-S1": "" }, extra))).toEqual([
    "A-S1: is missing from the table",
    "A-S2: stands in the table twice",
    "X-1: the id is unknown",
  ]);
});
