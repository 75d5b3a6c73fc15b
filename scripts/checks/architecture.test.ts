import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

/** What import rules cannot say: globals that only certain rooms may touch. */
const root = resolve(import.meta.dirname, "../..");

const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes(".test."))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => !path.startsWith("src/server/storage/generated/") && !path.startsWith("src/test/"))
  .map((path) => ({ path, code: withoutComments(readFileSync(join(root, path), "utf8")) }));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}

function filesWith(pattern: RegExp, within: RegExp, except: RegExp): string[] {
  return sources
    .filter(({ path, code }) => within.test(path) && !except.test(path) && pattern.test(code))
    .map(({ path }) => path);
}

it("reads many files", () => {
  expect(sources.length).toBeGreaterThan(50);
});

it("reads the environment in one file; the web server sets next-auth's two variables", () => {
  expect(filesWith(/process\.env/, /^src\//, /^src\/(env|serve\/main)\.ts$/)).toEqual([]);
});

it("fetches in one room", () => {
  expect(filesWith(/\bfetch\(/, /^src\/server\//, /^src\/server\/http\//)).toEqual([]);
});

it("takes time and randomness from the context", () => {
  const pattern = /\bDate\.now\(|new Date\(\)|Math\.random\(|randomUUID\(|randomBytes\(/;
  expect(filesWith(pattern, /^src\/server\/(services|brokers)\//, /^$/)).toEqual([]);
});

it("writes to the console only in programs with a command line", () => {
  expect(filesWith(/\bconsole\./, /^src\//, /^src\/(cli\/|sandbox\/main\.ts)/)).toEqual([]);
});

it("keeps every verb that names a token's scope to the token's reach", () => {
  const verbs = sources.filter(
    ({ path, code }) =>
      path.startsWith("src/server/services/") && /\bpermit\([^;]*"(read|write|session):\w+"/.test(code),
  );
  expect(verbs.length).toBeGreaterThan(10);
  const own = /\bloadConnection\(|\bconnections\.listOf\(/;
  expect(verbs.filter(({ code }) => own.test(code)).map(({ path }) => path)).toEqual([]);
});

it("spells the app's own addresses in one file, so that all of them are below the base path", () => {
  const address = /["'`}]\/api(\/|["'`])/;
  const elsewhere = /^src\/(shared\/addresses\.ts|sandbox\/|server\/brokers\/)/;
  expect(filesWith(address, /^src\//, elsewhere)).toEqual([]);
});

it("sends forms by one component, so that no text of a field gets into an address", () => {
  expect(filesWith(/<form\b/, /^src\/(app|components)\//, /^src\/components\/ui\/form\.tsx$/)).toEqual([]);
});

it("offers lists by one component, which waits for the page's scripts", () => {
  expect(filesWith(/<select\b/, /^src\/(app|components)\//, /^src\/components\/ui\/select\.tsx$/)).toEqual(
    [],
  );
});

it("leaves the browser by way of the base path", () => {
  const bare =
    /location\.(assign|replace)\((?!atBase\()|location\.href = |\bfetch\((?!atBase\()|<a\s+href="\//;
  expect(filesWith(bare, /^src\/(components|trpc)\//, /^$/)).toEqual([]);
});

it("waits in tests by one helper, whose patience is for what hangs and not for what is slow", () => {
  const bare = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && entry.name !== "eventually.ts")
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /\bvi\.wait(For|Until)\(|\bexpect\s*\.poll\(/.test(readFileSync(path, "utf8")));
  expect(bare.map((path) => relative(root, path))).toEqual([]);
});

it("has no escape from the type checker", () => {
  const escapes = /@ts-(ignore|nocheck|expect-error)|as unknown as|\bas any\b|: any\b|biome-ignore/;
  expect(sources.filter(({ path }) => escapes.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
});
