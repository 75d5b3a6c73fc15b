import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const manifestSchema = z.object({ basePath: z.string() });

/** The tests drive the built app, which `npm test` and `npm run app` build. */
export default function requireBuild(): void {
  if (existsSync(".next/BUILD_ID")) return;
  throw new Error("The app is not built yet: run `npx next build` (or `npm test`, which does it) first.");
}

/** The path for which the pages of an app below a path were built, which `npm test` does too. */
export function builtBasePath(): string {
  if (!existsSync(".next-below/BUILD_ID")) {
    throw new Error(
      "Run `BASE_PATH=/desk node scripts/build-pages.mjs` (or `npm test`, which does it) first.",
    );
  }
  return manifestSchema.parse(JSON.parse(readFileSync(".next-below/routes-manifest.json", "utf8"))).basePath;
}
