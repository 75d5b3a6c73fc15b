import { type DatabaseLocation, describeDatabase } from "@/server/storage/database-url";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";

/** One thing that can be wrong with the database: by Prisma's code, by its adapter's kind, by the driver's code. */
interface Problem {
  readonly signs: readonly string[];
  readonly code: ErrorCode;
  readonly sentence?: (where: string) => string;
}

const POSTGRES_REMEDY = "check DATABASE_URL and that the server runs";
const PROBLEMS: readonly Problem[] = [
  {
    signs: ["P2002", "UniqueConstraintViolation", "P2003", "ForeignKeyConstraintViolation"],
    code: "API_CONFLICT",
  },
  { signs: ["P2025"], code: "API_RESOURCE_NOT_FOUND" },
  {
    signs: ["P1000", "AuthenticationFailed", "28P01", "28000"],
    code: "STORAGE_PERMISSION_ERROR",
    sentence: (where) =>
      `The database server of ${where} refused the user or password: correct them in DATABASE_URL.`,
  },
  {
    signs: ["P1010", "DatabaseAccessDenied", "42501"],
    code: "STORAGE_PERMISSION_ERROR",
    sentence: (where) => `The user in DATABASE_URL may not use the database ${where}: grant it access.`,
  },
  {
    signs: ["P1003", "DatabaseDoesNotExist", "3D000"],
    code: "STORAGE_READ_ERROR",
    sentence: (where) => `The database ${where} does not exist: create it or correct DATABASE_URL.`,
  },
  {
    signs: [
      "P1001",
      "P1011",
      "P1017",
      "P2037",
      "DatabaseNotReachable",
      "ConnectionClosed",
      "TlsConnectionError",
    ],
    code: "STORAGE_READ_ERROR",
    sentence: (where) => `The database ${where} cannot be reached: ${POSTGRES_REMEDY}.`,
  },
  {
    signs: ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "ECONNRESET", "EAI_AGAIN", "57P03", "53300"],
    code: "STORAGE_READ_ERROR",
    sentence: (where) => `The database ${where} cannot be reached: ${POSTGRES_REMEDY}.`,
  },
  {
    signs: ["P2021", "P2022", "TableDoesNotExist", "ColumnNotFound"],
    code: "STORAGE_READ_ERROR",
    sentence: (where) => `The database ${where} lacks tables of this version: run \`npm run db -- apply\`.`,
  },
  {
    signs: ["P1008", "P2028", "P2034", "SocketTimeout", "TransactionWriteConflict", "55P03", "sqlite:5"],
    code: "STORAGE_WRITE_ERROR",
    sentence: () => "The database is busy: please try again.",
  },
  {
    signs: ["sqlite:3", "sqlite:8", "sqlite:14", "EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT"],
    code: "STORAGE_PERMISSION_ERROR",
    sentence: (where) =>
      `The database file ${where} cannot be opened for writing: make it and its folder writable or correct DATABASE_URL.`,
  },
  {
    signs: ["P3005"],
    code: "STORAGE_WRITE_ERROR",
    sentence: (where) => `The database ${where} holds other tables: name an empty one in DATABASE_URL.`,
  },
  {
    signs: ["sqlite:13"],
    code: "STORAGE_WRITE_ERROR",
    sentence: (where) => `The disk that holds ${where} is full: free some space.`,
  },
  {
    signs: ["sqlite:10", "sqlite:11", "sqlite:26"],
    code: "STORAGE_READ_ERROR",
    sentence: (where) =>
      `The file ${where} is damaged or not a database: restore a backup or correct DATABASE_URL.`,
  },
];

/** Every code in an error, its causes and what the driver adapter wrapped, outermost first. */
export function signsOf(error: unknown): string[] {
  const signs: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 6 && typeof current === "object" && current !== null; depth += 1) {
    for (const name of ["code", "errorCode", "kind", "originalCode"] as const) {
      const value: unknown = Reflect.get(current, name);
      if (typeof value === "string") signs.push(value);
    }
    for (const name of ["rawCode", "extendedCode"] as const) {
      const value: unknown = Reflect.get(current, name);
      if (typeof value === "number") signs.push(`sqlite:${value & 0xff}`);
    }
    const meta: unknown = Reflect.get(current, "meta");
    current = isWithAdapterError(meta) ? meta.driverAdapterError : Reflect.get(current, "cause");
  }
  return signs;
}

/** Whether a transaction lost against another one and may simply run again. */
export function isConflictOfWriters(error: unknown): boolean {
  const signs = signsOf(error);
  return ["P2034", "TransactionWriteConflict", "40001", "40P01", "P1008", "sqlite:5"].some((sign) =>
    signs.includes(sign),
  );
}

/** Turns whatever the database layer threw into the product's error; an `AppError` stays as it is. */
export function storageErrorOf(error: unknown, location: DatabaseLocation): AppError {
  if (error instanceof AppError) return error;
  const signs = signsOf(error);
  const problem = PROBLEMS.find((row) => row.signs.some((sign) => signs.includes(sign)));
  if (!problem) return new AppError("STORAGE_READ_ERROR", undefined, { cause: error });
  return new AppError(problem.code, problem.sentence?.(describeDatabase(location)), { cause: error });
}

function isWithAdapterError(meta: unknown): meta is { driverAdapterError: unknown } {
  return typeof meta === "object" && meta !== null && "driverAdapterError" in meta;
}
