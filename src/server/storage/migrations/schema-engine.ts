import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";

export type SchemaEngine = engineModule.SchemaEngine;
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * The package keeps one instance for the whole process, so it is loaded once for the process too, even where this
 * module is loaded several times (a bundler's layers, the projects of a test run).
 */
const shared: typeof globalThis & { wheelhouseSchemaEngine?: Promise<void> } = globalThis;

/** Prisma's schema engine as WebAssembly, which ships in its package: the CLI's own would have to be downloaded. */
async function load(): Promise<void> {
  const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(join(script, "../schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...engineModule } });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start === "function") start();
}

/** A schema engine on a database, for the time of `work`. `schema` is the text that the engine is to know. */
export async function withSchemaEngine<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  schema: string | undefined,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  shared.wheelhouseSchemaEngine ??= load();
  await shared.wheelhouseSchemaEngine;
  const connections: SqlDriverAdapter[] = [];
  const bound = bindMigrationAwareSqlAdapterFactory({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connectToShadowDb: () => adapter.connectToShadowDb(),
    async connect() {
      const connection = await adapter.connect();
      connections.push(connection);
      return connection;
    },
  });
  const datamodels: [string, string][] | undefined =
    schema === undefined ? undefined : [["schema.prisma", schema]];
  try {
    const engine = await engineModule.SchemaEngine.new({ datamodels }, () => undefined, bound);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    // The engine leaves its connections open.
    for (const connection of connections) await connection.dispose();
  }
}
