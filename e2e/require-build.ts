import { existsSync } from "node:fs";

/** The tests drive the built app, which `npm test` and `npm run app` build. */
export default function requireBuild(): void {
  if (existsSync(".next/BUILD_ID")) return;
  throw new Error("The app is not built yet: run `npx next build` (or `npm test`, which does it) first.");
}
