import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createKeyFile, readKeyFile } from "@/server/secrets/key-file";
import { createSeededRandom } from "@/test/seeded-random";

let folder: string;
let path: string;
const random = createSeededRandom();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wheelhouse-key-"));
  path = join(folder, "keys", "master.key");
});
afterEach(() => rm(folder, { recursive: true }));

describe("a key file", () => {
  it("is private, made once, and leaves nothing else behind", async () => {
    expect(await createKeyFile(path, "first", random)).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await createKeyFile(path, "second", random)).toBe(false);
    expect(await readFile(path, "utf8")).toBe("first\n");
    expect(await readdir(join(folder, "keys"))).toEqual(["master.key"]);
  });

  it("is made once by ten starts at once", async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, at) => createKeyFile(path, String(at), random)),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await readdir(join(folder, "keys"))).toEqual(["master.key"]);
  });

  it("says what to do where the folder cannot be made", async () => {
    await writeFile(join(folder, "keys"), "a file in the way");
    await expect(createKeyFile(join(folder, "keys", "deeper", "a.key"), "", random)).rejects.toMatchObject({
      code: "STORAGE_WRITE_ERROR",
      message: expect.stringContaining("APP_MASTER_KEY"),
    });
  });

  it("is named where it is missing", async () => {
    await expect(readKeyFile(path)).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: expect.stringContaining(`${path} (ENOENT)`),
    });
  });

  it("is refused where others can read it", async () => {
    await createKeyFile(path, "first", random);
    expect(await readKeyFile(path)).toBe("first\n");
    await chmod(path, 0o640);
    await expect(readKeyFile(path)).rejects.toMatchObject({
      code: "STORAGE_PERMISSION_ERROR",
      message: expect.stringContaining("chmod 600"),
    });
  });
});
