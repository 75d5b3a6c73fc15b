import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const databaseTests = {
  include: ["{src,drills}/**/*.db.test.ts"],
  globalSetup: ["src/test/database.setup.ts"],
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || text === "" ? null : Number(text);
}

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    setupFiles: ["src/test/fail-on-logged-error.ts"],
    // All processors: the one that vitest would leave free waits for the tests on a machine with two.
    maxWorkers: "100%",
    // Files of a worker share what they import: loading it anew for each took a fifth of the time. No test may rely on
    // the state of a module, or leave one behind.
    isolate: false,
    provide: {
      testDatabaseUrl: process.env["TEST_DATABASE_URL"] ?? "",
      searchPath: process.env["PATH"] ?? "",
      model: {
        seed: numberOrNull(process.env["WHEELHOUSE_MODEL_SEED"]),
        path: process.env["WHEELHOUSE_MODEL_PATH"] ?? null,
        runs: numberOrNull(process.env["WHEELHOUSE_MODEL_RUNS"]),
      },
    },
    coverage: {
      provider: "v8",
      include: ["src/server/**/*.ts", "src/shared/**/*.ts", "src/cli/**/*.ts"],
      exclude: [
        "**/generated/**",
        "**/*.test.ts",
        "**/*.contract.ts",
        "**/*.port.ts",
        "src/server/storage/{storage,records}.ts",
      ],
      reportOnFailure: true,
      reporter: ["text-summary", "html", "json-summary"],
      thresholds: { lines: 90, branches: 90 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{src,scripts,drills}/**/*.test.{ts,tsx}"],
          exclude: ["{src,drills}/**/*.db.test.ts"],
        },
      },
      { extends: true, test: { name: "sqlite", ...databaseTests } },
      { extends: true, test: { name: "postgresql", ...databaseTests } },
    ],
  },
});
