import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";

const FILES = [
  "package-lock.json",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "prisma/schema.prisma",
];
const FOLDERS = ["src", "public"];
/** Not part of what is built: tests, and programs that run from their source. */
const LEFT_OUT = [/\.test\.tsx?$/, /^src\/(sandbox|cli|serve|test)\//];

/** Where next.config.ts has the pages built: those for an app below a path lie beside the others. */
const pagesFolder = (root, basePath) => join(root, basePath === "" ? ".next" : ".next-below");

const stampFile = (root, basePath) => join(pagesFolder(root, basePath), "wheelhouse-build.txt");

function filesUnder(root, folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
}

/** A fingerprint of everything that the build is made from, with the path below which the app lives. */
export function sourceStamp(root, basePath = "") {
  const hash = createHash("sha256").update(`${process.versions.node.split(".", 1)[0]}\n${basePath}\n`);
  const files = FOLDERS.flatMap((folder) => filesUnder(root, folder))
    .filter((file) => !LEFT_OUT.some((pattern) => pattern.test(file)))
    .concat(FILES.filter((file) => existsSync(join(root, file))))
    .sort();
  for (const file of files) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/** Whether the last complete build of pages below that path was made from these sources. */
export function isBuilt(root, { stamp, basePath = "" }) {
  try {
    return readFileSync(stampFile(root, basePath), "utf8") === stamp;
  } catch {
    return false;
  }
}

/** Builds the pages for an app below a path; marks the build as complete only at its end. */
export async function build(root, env, { stamp, basePath = "", isShown = false }) {
  rmSync(stampFile(root, basePath), { force: true });
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  await run(process.execPath, [next, "build"], {
    cwd: root,
    env: { ...env, NODE_ENV: "production", WHEELHOUSE_BASE_PATH: basePath },
    isShown,
  });
  writeFileSync(stampFile(root, basePath), stamp);
}
