// Generates the two database clients from the one schema text: SQLite and PostgreSQL differ in the provider only.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PROVIDERS = ["sqlite", "postgresql"];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, "src/server/storage/generated");
const stampFile = join(target, "stamp.txt");
const schema = readFileSync(join(root, "prisma/schema.prisma"), "utf8");
const prismaPackage = createRequire(import.meta.url).resolve("prisma/package.json");
const prisma = JSON.parse(readFileSync(prismaPackage, "utf8"));
const stamp = createHash("sha256")
  .update(`${prisma.version}\n${schema}\n${readFileSync(fileURLToPath(import.meta.url), "utf8")}`)
  .digest("hex");

function currentStamp() {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return "";
  }
}

function generate(provider, workFolder) {
  const output = join(target, provider);
  const text = schema
    .replace('provider = "sqlite"', `provider = "${provider}"`)
    .replace(/output\s*=\s*"[^"]*"/, `output = ${JSON.stringify(output)}\n  moduleFormat = "esm"`);
  const schemaFile = join(workFolder, `${provider}.prisma`);
  writeFileSync(schemaFile, text);
  // Prisma looks for an engine that generating does not use; any executable there keeps it from downloading one.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  const cli = join(dirname(prismaPackage), prisma.bin.prisma);
  execFileSync(process.execPath, [cli, "generate", "--schema", schemaFile], {
    cwd: root,
    env,
    stdio: "pipe",
  });
}

if (currentStamp() === stamp) {
  console.log("Database clients are up to date");
} else {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const workFolder = mkdtempSync(join(tmpdir(), "wheelhouse-generate-"));
  try {
    for (const provider of PROVIDERS) generate(provider, workFolder);
    writeFileSync(stampFile, stamp);
    console.log("Database clients generated for SQLite and PostgreSQL");
  } catch (error) {
    console.error(
      `The database clients could not be generated.\n${error.stdout ?? ""}${error.stderr ?? error}`,
    );
    process.exitCode = 1;
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}
