// What a bot imports as `wheelhouse/auth`: from whatever folder, with plain Node.js or with tsx.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = await tsImport("../src/headless/broker-auth.ts", {
  parentURL: import.meta.url,
  tsconfig: join(root, "tsconfig.json"),
});

export const { AuthenticationError, BrokerAuth, CredentialsError } = source;
