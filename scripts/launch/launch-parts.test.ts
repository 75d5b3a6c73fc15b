import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** The launcher is plain JavaScript, since it runs before anything is installed; these are its functions' types. */
interface Parts {
  readonly readOptions: (args: readonly string[], environment: Record<string, string>) => unknown;
  readonly missingPackages: (root: string) => string;
  readonly sourceStamp: (root: string, basePath?: string) => string;
  readonly isBuilt: (root: string, built: { stamp: string; basePath?: string }) => boolean;
  readonly serverFlags: (env: Record<string, string>) => string[];
  readonly waitUntilAnswering: (url: string, timeoutMs: number, signal: AbortSignal) => Promise<void>;
  readonly vitestTotals: (file: string) => unknown;
  readonly playwrightTotals: (file: string) => unknown;
  readonly Children: new (
    onLoss: (message: string) => void,
  ) => {
    start(
      name: string,
      root: string,
      program: { args: readonly string[]; flags?: readonly string[]; env: NodeJS.ProcessEnv },
    ): void;
    stop(): Promise<void>;
  };
}

const root = resolve(import.meta.dirname, "../..");
const files = [
  "launch/options",
  "launch/install",
  "launch/build",
  "launch/children",
  "launch/ports",
  "launch/server-flags",
  "checks/test-totals",
];
const modules = await Promise.all(files.map((file) => import(join(root, "scripts", `${file}.mjs`))));
const parts = Object.assign({}, ...modules) as Parts;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wheelhouse-parts-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
}

describe("readOptions", () => {
  it("has defaults", () => {
    const options = { host: null, port: null, sandboxPort: 4010, hasSandbox: true, isDev: false };
    expect(parts.readOptions([], {})).toMatchObject(options);
  });

  it("lets the command line win over PORT", () => {
    expect(parts.readOptions([], { PORT: "8080" })).toMatchObject({ port: 8080 });
    expect(parts.readOptions(["--port", "9090"], { PORT: "8080" })).toMatchObject({ port: 9090 });
  });

  it("starts no sandbox when told so, or when the broker's host is named", () => {
    expect(parts.readOptions(["--no-sandbox"], {})).toMatchObject({ hasSandbox: false });
    const named = { ROBINHOOD_API_URL: "https://api.robinhood.com" };
    expect(parts.readOptions([], named)).toMatchObject({ hasSandbox: false });
  });
});

describe("missingPackages", () => {
  const lock = (packages: Record<string, unknown>) => ({ packages: { "": {}, ...packages } });

  it("sees a clone in which nothing is installed", () => {
    expect(parts.missingPackages(folder)).toBe("nothing is installed yet");
  });

  it("compares versions, and lets other platforms' packages be absent", () => {
    const wanted = {
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0", optional: true },
    };
    write("package-lock.json", lock(wanted));
    write("node_modules/.package-lock.json", lock({ "node_modules/a": { version: "1.0.0" } }));
    expect(parts.missingPackages(folder)).toBe("");
    write("package-lock.json", lock({ ...wanted, "node_modules/a": { version: "1.0.1" } }));
    expect(parts.missingPackages(folder)).toBe("1 packages differ from package-lock.json");
  });

  it("misses tools of development only where there are some", () => {
    const wanted = {
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "1.0.0", dev: true },
      "node_modules/c": { version: "1.0.0", dev: true },
    };
    write("package-lock.json", lock(wanted));
    write("node_modules/.package-lock.json", lock({ "node_modules/a": { version: "1.0.0" } }));
    expect(parts.missingPackages(folder)).toBe("");
    const { "node_modules/c": _c, ...some } = wanted;
    write("node_modules/.package-lock.json", lock(some));
    expect(parts.missingPackages(folder)).toBe("1 packages differ from package-lock.json");
  });

  it("takes an install that was cut short as missing", () => {
    write("package-lock.json", lock({ "node_modules/a": { version: "1.0.0" } }));
    mkdirSync(join(folder, "node_modules"));
    expect(parts.missingPackages(folder)).not.toBe("");
  });
});

describe("sourceStamp", () => {
  it("changes with what is built, and not with tests", () => {
    write("src/app/page.tsx", "one");
    const first = parts.sourceStamp(folder);
    write("src/app/page.test.tsx", "test");
    write("src/sandbox/main.ts", "program");
    expect(parts.sourceStamp(folder)).toBe(first);
    expect(parts.sourceStamp(folder, "/wheelhouse")).not.toBe(first);
    write("src/app/page.tsx", "two");
    expect(parts.sourceStamp(folder)).not.toBe(first);
  });

  it("is compared with that of the last complete build", () => {
    expect(parts.isBuilt(folder, { stamp: "abc" })).toBe(false);
    write(".next/wheelhouse-build.txt", "abc");
    expect(parts.isBuilt(folder, { stamp: "abc" })).toBe(true);
    expect(parts.isBuilt(folder, { stamp: "abc", basePath: "/wheelhouse" })).toBe(false);
    expect(parts.isBuilt(folder, { stamp: "def" })).toBe(false);
  });
});

describe("serverFlags", () => {
  it("bound the memory, unless the operator does", () => {
    expect(parts.serverFlags({})).toEqual(["--max-old-space-size=384"]);
    expect(parts.serverFlags({ NODE_OPTIONS: "--enable-source-maps" })).toHaveLength(1);
    for (const own of ["--max-old-space-size=2048", "--trace-gc --max_old_space_size=2048"]) {
      expect(parts.serverFlags({ NODE_OPTIONS: own })).toEqual([]);
    }
  });
});

describe("waitUntilAnswering", () => {
  it("passes over errors until there is an answer, and gives up in the end", async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      response.writeHead(requests < 3 ? 503 : 200).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { signal } = new AbortController();
    await parts.waitUntilAnswering(url, 10_000, signal);
    expect(requests).toBe(3);
    server.close();
    server.closeAllConnections();
    await expect(parts.waitUntilAnswering(url, 10, signal)).rejects.toThrow(
      "did not answer within 0.01 seconds",
    );
  });
});

describe("test totals", () => {
  it("come from the reports; a file that could not load has failed", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
    ];
    write("vitest.json", { numPassedTests: 7, numFailedTests: 1, testResults });
    expect(parts.vitestTotals(join(folder, "vitest.json"))).toEqual({ passed: 7, failed: 2 });
    write("playwright.json", { stats: { expected: 5, unexpected: 1, flaky: 1 }, errors: [] });
    expect(parts.playwrightTotals(join(folder, "playwright.json"))).toEqual({ passed: 6, failed: 1 });
  });

  it("count a run without a report as a failure", () => {
    expect(parts.vitestTotals(join(folder, "none.json"))).toEqual({ passed: 0, failed: 1 });
    expect(parts.playwrightTotals(join(folder, "none.json"))).toEqual({ passed: 0, failed: 1 });
  });
});

describe("Children", { timeout: 30_000 }, () => {
  it("tells which program ended by itself", async () => {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    write("ends.mjs", "process.exit(3);");
    const message = await new Promise((onLoss) => {
      new parts.Children(onLoss).start("sandbox", folder, { args: ["ends.mjs"], env: process.env });
    });
    expect(message).toBe("The sandbox ended by itself (exit code 3).");
  });

  it("stops what runs, and does not call that a loss", async () => {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    write("runs.mjs", "setInterval(() => {}, 1000);");
    const losses: string[] = [];
    const children = new parts.Children((message) => losses.push(message));
    children.start("web server", folder, { args: ["runs.mjs"], env: process.env });
    await children.stop();
    expect(losses).toEqual([]);
  });
});
