import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { API_ADDRESSES } from "@/shared/addresses";
import { SETTING_NAMES } from "@/shared/settings/settings";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
/** Variables that are not the app's own. */
const OTHERS = new Set(["NEXT_TELEMETRY_DISABLED"]);
const unknown = (names: readonly string[]) =>
  names.filter((name) => !OTHERS.has(name) && !SETTING_NAMES.some((known) => known === name));

const serviceSchema = z.object({
  environment: z.record(z.string(), z.string()).default({}),
  entrypoint: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.literal("service_healthy") })).default({}),
  healthcheck: z.unknown().optional(),
  stop_grace_period: z.string().optional(),
  image: z.string().optional(),
});
const composeSchema = z.object({
  services: z.object({ app: serviceSchema, database: serviceSchema, proxy: serviceSchema }),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
  configs: z.record(z.string(), z.object({ content: z.string() })),
  networks: z.record(z.string(), z.unknown()),
  volumes: z.record(z.string(), z.unknown()),
});

describe("compose.yaml", () => {
  const compose = composeSchema.parse(parse(read("compose.yaml")));
  const { app, database, proxy } = compose.services;

  it("sets variables that exist, and those of secrets from files", () => {
    expect(unknown(Object.keys(app.environment))).toEqual([]);
    const script = app.entrypoint.join("\n");
    const made = [...script.matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? "");
    expect(made).toEqual(["APP_MASTER_KEY", "DATABASE_URL"]);
    expect(unknown(made)).toEqual([]);
    for (const [, file = ""] of script.matchAll(/\/run\/secrets\/(\w+)/g))
      expect(app.secrets).toContain(file);
    for (const one of [...app.secrets, ...database.secrets]) expect(compose.secrets).toHaveProperty(one);
  });

  it("has an entrypoint that a shell takes, with the dollars that compose leaves of two", () => {
    expect(app.entrypoint.slice(0, 2)).toEqual(["sh", "-ec"]);
    expect(app.entrypoint[2]).not.toMatch(/(^|[^$])\$(?!\$)/);
  });

  it("lets only the proxy out, and the app trust only the proxy's network", () => {
    expect(app.ports).toEqual([]);
    expect(database.ports).toEqual([]);
    expect(database.networks).toEqual(["back"]);
    expect(compose.networks).toMatchObject({
      front: { ipam: { config: [{ subnet: app.environment["TRUSTED_PROXIES"] }] } },
      back: { internal: true },
    });
    expect(compose.configs["caddyfile"]?.content).toContain("reverse_proxy app:3000");
  });

  it("waits for health, keeps what is to be kept, and names no host of a registry", () => {
    expect(Object.keys(app.depends_on)).toEqual(["database"]);
    expect(Object.keys(proxy.depends_on)).toEqual(["app"]);
    expect(database.healthcheck).toBeDefined();
    for (const { volumes } of Object.values(compose.services)) {
      for (const volume of volumes) expect(compose.volumes).toHaveProperty(volume.split(":", 1)[0] ?? "");
    }
    for (const { image } of [database, proxy]) expect(image).toMatch(/^[a-z]+:\d+$/);
    expect(app.stop_grace_period).toBe("40s");
  });
});

describe("Dockerfile", () => {
  const text = read("Dockerfile");

  it("builds from Node.js by its major version, and runs as nobody special", () => {
    const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases).toEqual(["node:24-slim", "packages", "node:24-slim"]);
    expect(text).toMatch(/^USER node$/m);
    expect(text).toMatch(/^VOLUME \/data$/m);
  });

  it("sets variables that exist, and copies and runs files that exist", () => {
    const block = /^ENV NODE_ENV[\s\S]*?[^\\]$/m.exec(text)?.[0] ?? "";
    const names = [...block.matchAll(/(\w+)=/g)].map(([, name]) => name ?? "");
    expect(names).toContain("DATA_DIR");
    expect(unknown(names)).toEqual([]);
    const files = [...text.matchAll(/\b((?:scripts|bin)\/[\w./-]+\.mjs)/g)].map(([, file]) => file ?? "");
    expect(new Set(files)).toEqual(
      new Set(["scripts/generate.mjs", "scripts/build-pages.mjs", "scripts/ready.mjs", "bin/wheelhouse.mjs"]),
    );
    for (const file of files) expect(existsSync(join(root, file))).toBe(true);
    expect(read("scripts/ready.mjs")).toContain(API_ADDRESSES.ready);
  });

  it("takes no secrets along", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const each of [".env", ".env.*", "config.yaml", "data", "*.key", "*.pickle", ".git"]) {
      expect(ignored).toContain(each);
    }
  });
});

describe("wheelhouse.service", () => {
  const text = read("deploy/wheelhouse.service");

  it("sets variables that exist, and starts what is there", () => {
    const names = [...text.matchAll(/^Environment=(\w+)=/gm)].map(([, name]) => name ?? "");
    expect(names).toContain("DATA_DIR");
    expect(unknown(names)).toEqual([]);
    expect(text).toMatch(/^ExecStart=\/usr\/bin\/env node bin\/wheelhouse\.mjs serve$/m);
    for (const folder of ["/var/lib/wheelhouse", "/var/log/wheelhouse"]) expect(text).toContain(folder);
  });
});
