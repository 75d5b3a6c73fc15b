import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const entry = resolve(import.meta.dirname, "../../bin/wheelhouse.mjs");

it("ends without a word when whoever reads has seen enough", { timeout: 60_000 }, () => {
  // `true` reads nothing and is gone before the first line is written; both streams end up in one text.
  const script = `{ "$1" "$2" --help; echo "ended with $?" >&3; } 3>&2 2>&1 | true`;
  const all = execFileSync("sh", ["-c", `(${script}) 2>&1`, "sh", process.execPath, entry], {
    encoding: "utf8",
    env: { ...process.env, WHEELHOUSE_ENV_FILE: "" },
  });
  expect(all.trim()).toBe("ended with 0");
});
