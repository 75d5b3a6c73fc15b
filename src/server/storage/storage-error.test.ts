import { describe, expect, test } from "vitest";
import { parseDatabaseUrl } from "@/server/storage/database-url";
import { isConflictOfWriters, storageErrorOf } from "@/server/storage/storage-error";
import { AppError } from "@/shared/app-error";

const file = parseDatabaseUrl("file:/data/w.db");
const server = parseDatabaseUrl("postgresql://someone:hidden-word@db.example.com/w");
const withFields = (fields: object) => Object.assign(new Error("raw"), fields);

describe("what the database throws", () => {
  test.each([
    [{ code: "P2002" }, "API_CONFLICT", /changed in the meantime/],
    [{ code: "P2003" }, "API_CONFLICT", /changed in the meantime/],
    [{ code: "P2025" }, "API_RESOURCE_NOT_FOUND", /Not found/],
    [{ code: "42501" }, "STORAGE_PERMISSION_ERROR", /may not use the database db.example.com\/w/],
    [{ code: "ECONNRESET" }, "STORAGE_READ_ERROR", /cannot be reached/],
    [{ code: "P2028" }, "STORAGE_WRITE_ERROR", /busy/],
    [{ code: "P9999" }, "STORAGE_READ_ERROR", /^Stored data could not be read$/],
  ])("%j on a server becomes %s", (fields, code, sentence) => {
    const error = storageErrorOf(withFields(fields), server);
    expect(error).toMatchObject({ code, message: expect.stringMatching(sentence) });
    expect(error.message).not.toContain("hidden-word");
  });

  test.each([
    [8, "STORAGE_PERMISSION_ERROR", /\/data\/w.db cannot be opened for writing/],
    [14, "STORAGE_PERMISSION_ERROR", /writable/],
    [13, "STORAGE_WRITE_ERROR", /disk that holds \/data\/w.db is full/],
    [11, "STORAGE_READ_ERROR", /damaged/],
    [266, "STORAGE_READ_ERROR", /damaged/],
  ])("SQLite's code %i becomes %s, however deep it sits", (extendedCode, code, sentence) => {
    const wrapped = withFields({ code: "P2010", meta: { driverAdapterError: { cause: { extendedCode } } } });
    expect(storageErrorOf(wrapped, file)).toMatchObject({ code, message: expect.stringMatching(sentence) });
  });

  test("an error of ours stays as it is; a thrown text becomes one", () => {
    const ours = new AppError("API_CONFLICT");
    expect(storageErrorOf(ours, file)).toBe(ours);
    expect(storageErrorOf("text", file)).toMatchObject({ code: "STORAGE_READ_ERROR", cause: "text" });
  });

  test("a lost race is told from everything else, also inside one of our errors", () => {
    expect(
      isConflictOfWriters(new AppError("STORAGE_WRITE_ERROR", "x", { cause: withFields({ code: "40P01" }) })),
    ).toBe(true);
    expect(isConflictOfWriters(withFields({ rawCode: 517 }))).toBe(true);
    expect(isConflictOfWriters(withFields({ code: "P2002" }))).toBe(false);
  });
});

describe("DATABASE_URL", () => {
  test.each(["mysql://x", "", "postgresql://", "postgres", "file:", "file::memory:", "file:x.db?mode=ro"])(
    "%j is refused with the remedy",
    (url) => {
      expect(() => parseDatabaseUrl(url)).toThrow(/DATABASE_URL.*file:/);
    },
  );

  test("file addresses become absolute paths", () => {
    expect(parseDatabaseUrl("file:///data/a%20b.db")).toMatchObject({ path: "/data/a b.db" });
    expect(parseDatabaseUrl("file:data/x.db")).toMatchObject({ path: `${process.cwd()}/data/x.db` });
  });
});
