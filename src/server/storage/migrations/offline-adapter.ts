import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";

/** What the engine asks PostgreSQL when it starts: does the schema exist, and which version is it. */
const POSTGRES_GREETING: SqlResultSet = {
  columnNames: ["exists", "version", "numeric_version"],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, "PostgreSQL 15.0", 150_000]],
};

/** A driver adapter without a database behind it, so that two schema texts can be compared with nothing running. */
export function offlineAdapter(provider: "sqlite" | "postgresql"): SqlMigrationAwareDriverAdapterFactory {
  const info = {
    provider: provider === "sqlite" ? "sqlite" : "postgres",
    adapterName: "offline",
  } as const;
  const refuse = () => Promise.reject(new Error("There is no database behind this adapter"));
  const adapter: SqlDriverAdapter = {
    ...info,
    queryRaw: () => Promise.resolve(POSTGRES_GREETING),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ supportsRelationJoins: false }),
    dispose: () => Promise.resolve(),
  };
  return {
    ...info,
    connect: () => Promise.resolve(adapter),
    connectToShadowDb: () => Promise.resolve(adapter),
  };
}
