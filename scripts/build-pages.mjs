// Builds the pages ahead of the first start, as a container image does: `node scripts/build-pages.mjs`. BASE_PATH is
// the path below which the app will live; a start with another one builds anew.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build, isBuilt, sourceStamp } from "./launch/build.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const basePath = process.env.BASE_PATH ?? "";
const stamp = sourceStamp(root, basePath);
if (isBuilt(root, { stamp, basePath })) console.log("The pages are built already");
else await build(root, process.env, { stamp, basePath, isShown: true });
