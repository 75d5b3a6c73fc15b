import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { requirementProblems } from "./requirements";

const root = resolve(import.meta.dirname, "../..");
const file = join(root, "docs", "requirements.md");
const problems = existsSync(file)
  ? requirementProblems(root, readFileSync(file, "utf8"))
  : ["The file does not exist: it must hold one row for every requirement."];
if (problems.length > 0) {
  console.error(["docs/requirements.md", ...problems].join("\n  "));
  process.exitCode = 1;
}
