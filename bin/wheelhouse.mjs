#!/usr/bin/env node
// The command line. Settings come from the environment and from .env beside package.json, as for `npm run app`.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeVersionProblem } from "../scripts/launch/node-version.mjs";

const problem = nodeVersionProblem(process.versions.node);
if (problem) {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
const startFolder = process.cwd();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Paths in settings are meant from the install's folder, wherever the command is typed.
process.chdir(root);
const envFile = process.env.WHEELHOUSE_ENV_FILE ?? join(root, ".env");
if (envFile !== "" && existsSync(envFile)) process.loadEnvFile(envFile);
if (!existsSync(join(root, "node_modules"))) {
  process.stderr.write("Its packages are not installed yet. Run `npm ci`, or `npm run app` once.\n");
  process.exit(1);
}
const { register } = await import("tsx/esm/api");
register();
const { main } = await import("../src/cli/main.ts");
await main(process.argv.slice(2), startFolder);
