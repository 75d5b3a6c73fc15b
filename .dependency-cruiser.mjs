// Who may import whom (docs/architecture.md). Every rule is an error; scripts/checks/import-rules.test.ts breaks each one
// on purpose and wants to see it caught.

const TESTS = "\\.test\\.tsx?$|^src/test/|\\.contract\\.ts$";
const typeOnly = { dependencyTypesNot: ["type-only"] };

/** Files of `room` (a pattern) may import, of our own, only what `allowed` (patterns after src/) names. */
const room = (name, from, allowed, to = {}) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: TESTS },
  to: { path: "^src/", pathNot: [from, ...allowed.map((path) => `^src/${path}`)], ...to },
});

const never = (name, from, to) => ({ name, severity: "error", from, to });

const INTERFACES = [
  "shared/",
  "server/(clock|random)\\.ts$",
  "server/observability/(logger|metrics|request-scope|traces)\\.ts$",
  "server/brokers/[^/]+\\.ts$",
  "server/secrets/[^/]+\\.port\\.ts$",
  "server/storage/(storage|(trading-|bot-|operation-)?records)\\.ts$",
  "server/http/[^/]+\\.port\\.ts$",
  "server/notices/[^/]+\\.port\\.ts$",
  "server/settings/[^/]+\\.port\\.ts$",
  "server/vault/[^/]+\\.port\\.ts$",
  "server/credential-backends/[^/]+\\.port\\.ts$",
];

const forbidden = [
  never("no-cycles", {}, { circular: true, viaOnly: typeOnly }),
  never("no-unresolved", { path: "^src/" }, { couldNotResolve: true, pathNot: "^\\./\\.next(-below)?/" }),
  never(
    "no-development-packages-in-the-product",
    { path: "^src/", pathNot: TESTS },
    { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  ),
  never("tests-are-imported-by-tests-only", { path: "^src/", pathNot: TESTS }, { path: TESTS }),

  room("shared-is-a-leaf", "^src/shared/", []),
  never(
    "shared-uses-few-packages",
    { path: "^src/shared/", pathNot: TESTS },
    { dependencyTypes: ["npm", "core"], pathNot: "node_modules/(zod|decimal\\.js|ipaddr\\.js)/" },
  ),
  room("components-see-shared-and-trpc", "^src/components/", ["shared/", "trpc/", "server/"]),
  never(
    "no-server-code-in-the-browser",
    { path: "^src/(components/|trpc/(?!server))" },
    {
      path: "^src/(server|env)",
      ...typeOnly,
    },
  ),
  room("trpc-sees-shared-and-api", "^src/trpc/", ["shared/", "server/(api|auth)/", "server/container\\.ts$"]),
  room("app-is-thin", "^src/app/", [
    "components/",
    "trpc/",
    "shared/",
    "server/(api|auth|rest|mcp)/",
    "server/container\\.ts$",
  ]),

  room("services-see-interfaces-only", "^src/server/services/", [
    ...INTERFACES,
    "server/session-file/formats/",
  ]),
  never(
    "services-know-no-framework",
    { path: "^src/server/(services|brokers|secrets|storage|http|notices)/", pathNot: TESTS },
    { path: "node_modules/(next|next-auth|react|react-dom|@trpc|@tanstack)/" },
  ),
  room("api-sees-services", "^src/server/api/", [
    ...INTERFACES,
    "server/services/",
    "server/auth/",
    "server/observability/",
    "server/container\\.ts$",
  ]),
  room("rest-sees-services", "^src/server/rest/", [
    ...INTERFACES,
    "server/services/",
    "server/observability/",
  ]),
  room("mcp-sees-services", "^src/server/mcp/", [...INTERFACES, "server/services/", "server/observability/"]),
  room("session-files-stand-alone", "^src/server/session-file/", [
    "shared/",
    "server/(clock|random)\\.ts$",
    "server/brokers/broker-session-secrets\\.ts$",
  ]),
  room("auth-sees-services", "^src/server/auth/", [
    ...INTERFACES,
    "server/services/",
    "server/container\\.ts$",
  ]),
  room("keeper-sees-services", "^src/server/keeper/", [...INTERFACES, "server/services/"]),
  room("storage-stands-alone", "^src/server/storage/", ["shared/", "server/(clock|random)\\.ts$"]),
  room("secrets-see-storage-interface", "^src/server/secrets/", INTERFACES),
  room("backup-sees-storage", "^src/server/backup/", [
    ...INTERFACES,
    "server/storage/",
    "server/secrets/(aes-gcm|master-key)\\.ts$",
    "server/services/install/copy-guard\\.ts$",
  ]),
  room("http-stands-alone", "^src/server/http/", INTERFACES.slice(0, 3)),
  room("observability-stands-alone", "^src/server/observability/", INTERFACES.slice(0, 2)),
  room("notices-see-http", "^src/server/notices/", [...INTERFACES.slice(0, 3), "server/http/"]),
  room("vault-sees-http", "^src/server/vault/", [
    ...INTERFACES.slice(0, 3),
    "server/secrets/[^/]+\\.port\\.ts$",
    "server/http/",
  ]),
  room("credential-backends-see-interfaces", "^src/server/credential-backends/", INTERFACES),
  never(
    "only-the-keyring-backend-knows-the-keyring",
    { path: "^src/", pathNot: ["^src/server/credential-backends/", TESTS] },
    { path: "node_modules/@napi-rs/keyring/" },
  ),
  room("brokers-see-http", "^src/server/brokers/", [...INTERFACES, "server/http/"]),
  never(
    "brokers-do-not-know-each-other",
    { path: "^src/server/brokers/([^/]+)/" },
    { path: "^src/server/brokers/[^/]+/", pathNot: "^src/server/brokers/$1/" },
  ),
  never(
    "only-storage-knows-the-database",
    { path: "^src/", pathNot: ["^src/server/storage/", TESTS] },
    { path: "node_modules/(@prisma|prisma|pg|@libsql|libsql)/|^src/server/storage/generated/" },
  ),
  never(
    "only-http-calls-the-network",
    { path: "^src/server/", pathNot: ["^src/server/http/", TESTS] },
    { path: "node_modules/undici/|^(node:)?(http|https|http2|net|tls|dgram)$" },
  ),
  never(
    "only-notices-send-mail",
    { path: "^src/", pathNot: ["^src/server/notices/", TESTS] },
    { path: "node_modules/nodemailer/" },
  ),
  // What needs the keys before there is a container: whoever prepares an install, and whoever serves it.
  room("keys-are-opened-in-one-place", "^src/server/install-keys\\.ts$", [
    ...INTERFACES,
    "server/(secrets|vault)/",
  ]),
  room(
    "only-outer-rooms-see-the-container",
    "^src/server/(?!container\\.ts|install-keys\\.ts)[^/]+\\.ts$",
    INTERFACES,
  ),

  room("serve-stands-in-front", "^src/serve/", [
    "env\\.ts$",
    "shared/",
    "server/stop-hooks\\.ts$",
    "server/observability/(request-scope|metrics|process-metrics|traces|otel-tracer)\\.ts$",
    "server/(clock|random|install-keys|readiness)\\.ts$",
    "server/storage/create-storage\\.ts$",
  ]),
  room("environment-is-a-leaf", "^src/(env|config-file)\\.ts$", ["shared/"]),
  never(
    "few-read-the-environment",
    { path: "^src/", pathNot: ["^src/(serve|cli|headless)/", "^src/server/container\\.ts$", TESTS] },
    { path: "^src/env\\.ts$" },
  ),
  // A program's own files may of course import each other.
  never(
    "nobody-imports-a-program",
    { path: "^src/([^/]+)", pathNot: [TESTS, "^src/headless/"] },
    { path: "^src/(serve|cli|sandbox|app)/", pathNot: "^src/$1/" },
  ),
  // What a TypeScript bot imports: it runs in the bot's own process, on the install's database.
  room("headless-is-a-program-of-its-own", "^src/headless/", [
    "env\\.ts$",
    "shared/",
    "cli/prepare/",
    "server/(services|session-file)/",
    "server/container\\.ts$",
    ...INTERFACES.slice(1),
  ]),
  room("clients-see-shapes-only", "^src/client/", ["shared/"]),
  room("sandbox-is-its-own-program", "^src/sandbox/", []),
];

export default {
  forbidden,
  options: {
    doNotFollow: { path: ["node_modules", "^src/server/storage/generated/"] },
    exclude: { path: "^src/app/.+\\.css$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
