import { describe, expect, it } from "vitest";
import { describeDatabase, inSchema, parseDatabaseUrl } from "@/server/storage/database-url";

const ADDRESS = "postgresql://ada:secret@db.example:5432/house";

describe("an address of PostgreSQL", () => {
  it("goes to the driver as it is where it names no schema", () => {
    const url = `${ADDRESS}?sslmode=require`;
    expect(parseDatabaseUrl(url)).toEqual({ provider: "postgresql", url, schema: undefined });
  });

  it("tells the server of the schema that it names, beside the options that it has", () => {
    const location = parseDatabaseUrl(`${ADDRESS}?schema=second&options=-c%20work_mem%3D8MB&sslmode=require`);
    expect(location).toMatchObject({ provider: "postgresql", schema: "second" });
    const { searchParams } = new URL(location.url);
    expect(searchParams.get("schema")).toBeNull();
    expect(searchParams.get("options")).toBe("-c work_mem=8MB -c search_path=second");
    expect(searchParams.get("sslmode")).toBe("require");
    expect(describeDatabase(location)).toBe("db.example:5432/house");
  });

  it.each(["", "Second", "second,public", "a b", "a-b", "x".repeat(51), 'a"b', "-c fsync=off"])(
    "refuses the schema %j, and does not repeat the address",
    (schema) => {
      const url = `${ADDRESS}?schema=${encodeURIComponent(schema)}`;
      expect(() => parseDatabaseUrl(url)).toThrow(/DATABASE_URL names a schema that Wheelhouse can't use/);
      expect(() => parseDatabaseUrl(url)).not.toThrow(/secret/);
    },
  );

  it("is the same database in another schema", () => {
    const other = inSchema(`${ADDRESS}?schema=first&sslmode=require`, "second");
    expect(parseDatabaseUrl(other)).toEqual(parseDatabaseUrl(`${ADDRESS}?sslmode=require&schema=second`));
    expect(parseDatabaseUrl(inSchema(parseDatabaseUrl(other).url, "third"))).toMatchObject({
      schema: "third",
      url: expect.stringMatching(/options=-c\+search_path%3Dthird$/),
    });
  });
});
