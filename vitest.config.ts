import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const databaseTests = {
  include: ["src/**/*.db.test.ts"],
  globalSetup: ["src/test/database.setup.ts"],
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    setupFiles: ["src/test/fail-on-logged-error.ts"],
    provide: {
      testDatabaseUrl: process.env["TEST_DATABASE_URL"] ?? "",
      searchPath: process.env["PATH"] ?? "",
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
          include: ["{src,scripts}/**/*.test.{ts,tsx}"],
          exclude: ["src/**/*.db.test.ts"],
        },
      },
      { extends: true, test: { name: "sqlite", ...databaseTests } },
      { extends: true, test: { name: "postgresql", ...databaseTests } },
    ],
  },
});
