// What a bot imports as `wheelhouse/client`: from whatever folder, with plain Node.js or with tsx.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = await tsImport("../src/client/wheelhouse-client.ts", {
  parentURL: import.meta.url,
  tsconfig: join(root, "tsconfig.json"),
});

export const { WheelhouseClient, WheelhouseError } = source;
