import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileErrorOf, writeNewFile } from "@/server/backup/new-file";
import { systemRandom } from "@/server/random";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wheelhouse-new-file-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* twoPieces() {
  yield Buffer.from("one ");
  yield Buffer.from("two");
}

describe("writing a new file", () => {
  it("writes it whole under its name", async () => {
    const path = join(folder, "a");
    expect(await writeNewFile(path, twoPieces(), systemRandom)).toBe(7);
    expect(await readFile(path, "utf8")).toBe("one two");
  });

  it("leaves nothing where the content fails, or the name was taken meanwhile", async () => {
    const failing = async function* () {
      yield Buffer.from("one");
      throw new Error("the source broke");
    };
    await expect(writeNewFile(join(folder, "a"), failing(), systemRandom)).rejects.toThrow(
      "the source broke",
    );
    const taking = async function* () {
      yield Buffer.from("one");
      await writeFile(join(folder, "b"), "first");
    };
    await expect(writeNewFile(join(folder, "b"), taking(), systemRandom)).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
    expect(await readdir(folder)).toEqual(["b"]);
  });

  it("on a full disk says so, and leaves nothing", async () => {
    // A process that may write no file longer than 8 KiB stands for a disk with as much room.
    const program = `
      import { writeNewFile } from "${process.cwd()}/src/server/backup/new-file.ts";
      import { systemRandom } from "${process.cwd()}/src/server/random.ts";
      const content = async function* () { for (let at = 0; at < 40; at += 1) yield Buffer.alloc(1024); };
      await writeNewFile(process.argv[2], content(), systemRandom).catch((error) => {
        console.log(error.code, error.message);
      });`;
    const script = join(folder, "program.mts");
    await writeFile(script, program);
    const path = join(folder, "big");
    const command = `ulimit -f 8; export TSX_DISABLE_CACHE=1; exec node --import tsx '${script}' '${path}'`;
    const { stdout } = await promisify(execFile)("bash", ["-c", command]);
    expect(stdout).toContain(`STORAGE_WRITE_ERROR The disk that holds ${path} is full: free some space.`);
    expect(await readdir(folder)).toEqual(["program.mts"]);
  }, 60_000);

  it.each([
    [{ code: "ENOSPC" }, "STORAGE_WRITE_ERROR"],
    [{ code: "EDQUOT" }, "STORAGE_WRITE_ERROR"],
    [{ code: "EROFS" }, "STORAGE_PERMISSION_ERROR"],
    [null, "STORAGE_PERMISSION_ERROR"],
  ])("tells %j by its kind", (cause, code) => {
    expect(fileErrorOf(cause, "/x").code).toBe(code);
  });
});
