import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const numbered = (prefix: string, count: number, digits: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(digits, "0")}`);

/** Every requirement of the two source specifications; none may be left out of the table. */
export const REQUIREMENT_IDS: readonly string[] = [
  ...numbered("A-S", 7, 1),
  ...numbered("A-FR-", 7, 3),
  ...numbered("A-NFR-", 6, 3),
  ..."ENV YAML AUTH SESS DATA MODEL CONF STATE ENC RBAC AUDIT INT ERR TEST PERF RES SCALE MON RATE LOG UI COMP"
    .split(" ")
    .map((name) => `S-${name}`),
];

const STATUSES = ["done", "part", "open"];
const COLUMNS = ["id", "requirement", "status", "code", "tests"];

interface Row {
  readonly id: string;
  readonly status: string;
  readonly code: readonly string[];
  readonly tests: readonly string[];
}

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\s*\||\|\s*$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

/** Several paths or tests stand in one cell, apart by `<br>` or `;`, with or without backticks. */
const itemsOf = (cell: string): string[] =>
  cell
    .split(/<br\s*\/?>|;/)
    .map((item) => item.replaceAll("`", "").trim())
    .filter((item) => item !== "" && item !== "–" && item !== "-");

function rowsOf(markdown: string): Row[] {
  return markdown
    .split("\n")
    .filter((line) => line.trim().startsWith("|") && !/^[\s|:-]+$/.test(line))
    .map(cellsOf)
    .filter((cells) => cells.join() !== COLUMNS.join())
    .map(([id = "", , status = "", code = "", tests = ""]) => ({
      id: id.replaceAll("`", ""),
      status,
      code: itemsOf(code),
      tests: itemsOf(tests),
    }));
}

function problemsOfTest(root: string, reference: string): string[] {
  const [path = "", ...titles] = reference.split(" › ");
  if (titles.length === 0) return [`the test "${reference}" is not written as path › title`];
  if (!existsSync(join(root, path))) return [`the test file ${path} does not exist`];
  const text = readFileSync(join(root, path), "utf8");
  return titles
    .filter((title) => !text.includes(title))
    .map((title) => `${path} has no test with the title "${title}"`);
}

function problemsOfRow(root: string, row: Row): string[] {
  if (!REQUIREMENT_IDS.includes(row.id)) return ["the id is unknown"];
  if (!STATUSES.includes(row.status)) {
    return [`the status "${row.status}" is not one of ${STATUSES.join(", ")}`];
  }
  if (row.status === "open") return [];
  return [
    ...(row.code.length === 0 ? ["no code is named"] : []),
    ...(row.tests.length === 0 ? ["no test is named"] : []),
    ...row.code.filter((path) => !existsSync(join(root, path))).map((path) => `${path} does not exist`),
    ...row.tests.flatMap((reference) => problemsOfTest(root, reference)),
  ];
}

/**
 * What is wrong with the table of requirements, a sentence each: ids missing, unknown or given twice, a status
 * that is none, and for what is done in full or part, code and tests that are not there.
 */
export function requirementProblems(root: string, markdown: string): string[] {
  const rows = rowsOf(markdown);
  const ids = rows.map(({ id }) => id);
  return [
    ...REQUIREMENT_IDS.filter((id) => !ids.includes(id)).map((id) => `${id}: is missing from the table`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id}: stands in the table twice`),
    ...rows.flatMap((row) => problemsOfRow(root, row).map((problem) => `${row.id}: ${problem}`)),
  ];
}
