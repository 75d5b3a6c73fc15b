import type { NextConfig } from "next";

// Fixed when the pages are built. Whoever builds or serves them passes on what the settings say.
const basePath = process.env["WHEELHOUSE_BASE_PATH"] ?? "";

const config: NextConfig = {
  basePath,
  // Beside the others, as scripts/launch/build.mjs knows: a change of the path need not undo a build.
  distDir: basePath === "" ? ".next" : ".next-below",
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run verify` checks the types of everything; a second time at every build would only cost the person's time.
  typescript: { ignoreBuildErrors: true },
  // A page that a role does not open answers 403 with app/forbidden.tsx.
  experimental: { authInterrupts: true },
  // A calendar's address is its key, and a broker's path holds account numbers: no request log may hold them.
  logging: {
    incomingRequests: { ignore: [/^\/api\/calendar\//, /^\/api\/v1\/connections\/[^/]+\/proxy\//] },
  },
  // Brokers' paths end with a slash, and are passed on as they are.
  skipTrailingSlashRedirect: true,
  // Native modules, and those that load files of their own, stay outside the bundle.
  serverExternalPackages: [
    "@libsql/client",
    "@napi-rs/keyring",
    "@node-rs/argon2",
    "@prisma/adapter-libsql",
    "@prisma/adapter-pg",
    "@prisma/client",
    "libsql",
    "pg",
    "pino",
    "prom-client",
    "undici",
  ],
};

export default config;
