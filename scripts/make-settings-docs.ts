import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { readmeWithTable, SETTINGS_FILES } from "./settings-docs/settings-texts";

// Writes what is told of settings from their one definition. `npx tsx scripts/make-settings-docs.ts`
const root = resolve(import.meta.dirname, "..");
for (const [path, text] of Object.entries(SETTINGS_FILES)) {
  writeFileSync(resolve(root, path), text());
  process.stdout.write(`${path}\n`);
}
const readme = resolve(root, "README.md");
writeFileSync(readme, readmeWithTable(readFileSync(readme, "utf8")));
