import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeSessionFile } from "@/server/session-file/formats/encode-session-file";
import type { FileOpener } from "@/server/session-file/formats/encrypted-file";
import { writePickle } from "@/server/session-file/formats/write-pickle";
import { wrongWith } from "@/server/session-file/own-file";
import { readSessionFile } from "@/server/session-file/read-session-file";
import { removeSessionFile } from "@/server/session-file/remove-session-file";
import { setAside } from "@/server/session-file/set-aside";
import { writeSessionFile } from "@/server/session-file/write-session-file";
import { Secret } from "@/shared/secret";
import { FixedClock } from "@/test/fixed-clock";
import { runPython } from "@/test/python";

const DEVICE = "3f9a0c1d-77e2-05b8-c6d4-1a2b3c4d5e6f";
const clock = new FixedClock();
const stamp = clock
  .now()
  .toISOString()
  .replace(/[-:]|\.\d+/g, "");
const pickle = writePickle([
  ["token_type", "Bearer"],
  ["access_token", "a.b.c"],
  ["refresh_token", "r"],
  ["device_token", DEVICE],
]);
const locked: FileOpener = async () => "passphrase_needed";

let folder: string;
let path: string;
let mask: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wheelhouse-session-file-"));
  path = join(folder, "robinhood.pickle");
  mask = process.umask(0);
});
afterEach(() => {
  process.umask(mask);
  rmSync(folder, { recursive: true, force: true });
});

const modeOf = (file: string) => statSync(file).mode & 0o777;
const read = () => readSessionFile(path, { clock, open: locked });

describe("writing a session file", () => {
  it("makes it readable by its owner alone, and its folder too, whatever the mask is", async () => {
    const inside = join(folder, "tokens", "robinhood.pickle");
    await writeSessionFile(inside, pickle);
    expect(readFileSync(inside)).toEqual(pickle);
    expect([modeOf(inside), modeOf(join(folder, "tokens"))]).toEqual([0o600, 0o700]);
  });

  it("replaces one that others could read by one that they can't, and leaves nothing else", async () => {
    writeFileSync(path, "old", { mode: 0o644 });
    await writeSessionFile(path, pickle);
    expect(readFileSync(path)).toEqual(pickle);
    expect(modeOf(path)).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["robinhood.pickle"]);
  });

  it("is whole for whoever reads meanwhile, and of several writers one wins", async () => {
    const contents = Array.from({ length: 12 }, (_none, index) => Buffer.alloc(20_000, index + 65));
    await writeSessionFile(path, contents[0] ?? pickle);
    let writing = true;
    const reading = (async () => {
      const seen = new Set<string>();
      while (writing) {
        seen.add((await readFile(path)).toString());
      }
      return [...seen];
    })();
    await Promise.all(contents.map((bytes) => writeSessionFile(path, bytes)));
    writing = false;
    const whole = contents.map((bytes) => bytes.toString());
    expect((await reading).filter((text) => !whole.includes(text))).toEqual([]);
    expect(whole).toContain(readFileSync(path, "utf8"));
    expect(readdirSync(folder)).toEqual(["robinhood.pickle"]);
  });

  it("puts nothing through a link, and nothing in place of a folder", async () => {
    writeFileSync(join(folder, "target"), "precious");
    symlinkSync(join(folder, "target"), path);
    await expect(writeSessionFile(path, pickle)).rejects.toMatchObject({ code: "STORAGE_PERMISSION_ERROR" });
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("precious");
    mkdirSync(join(folder, "inner"));
    await expect(writeSessionFile(join(folder, "inner"), pickle)).rejects.toThrow("is not a file");
    expect(readdirSync(folder).toSorted()).toEqual(["inner", "robinhood.pickle", "target"]);
  });

  it("does not follow a link that stands where it drafts", async () => {
    const random = { bytes: () => Buffer.alloc(0), uuid: () => "fixed" };
    symlinkSync(join(folder, "target"), join(folder, ".robinhood.pickle.fixed"));
    await expect(writeSessionFile(path, pickle, random)).rejects.toMatchObject({
      code: "STORAGE_WRITE_ERROR",
      message: expect.stringContaining("EEXIST"),
    });
    expect(existsSync(join(folder, "target"))).toBe(false);
  });

  it("leaves no draft where its place is taken at the last moment", async () => {
    const random = {
      bytes: () => Buffer.alloc(0),
      uuid: () => {
        mkdirSync(join(path, "inside"), { recursive: true });
        return "fixed";
      },
    };
    await expect(writeSessionFile(path, pickle, random)).rejects.toMatchObject({
      code: "STORAGE_WRITE_ERROR",
    });
    expect(readdirSync(folder)).toEqual(["robinhood.pickle"]);
  });

  it("says what stands in the way", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(writeSessionFile(join(folder, "file", "x"), pickle)).rejects.toMatchObject({
      code: "STORAGE_WRITE_ERROR",
    });
  });
});

describe("reading a session file", () => {
  it("gives the session", async () => {
    await writeSessionFile(path, pickle);
    const found = await read();
    expect(found).toMatchObject({ kind: "session", format: "pickle", warning: null });
    expect(found.kind === "session" && found.session.deviceToken?.reveal()).toBe(DEVICE);
  });

  it("that is not there is none", async () => {
    expect(await read()).toEqual({ kind: "none" });
  });

  it.each([0o644, 0o640, 0o622])("that others get at (%o) warns, and how to mend it", async (mode) => {
    await writeSessionFile(path, pickle);
    chmodSync(path, mode);
    expect(await read()).toMatchObject({
      kind: "session",
      warning: expect.stringContaining(`chmod 600 '${path}'`),
    });
  });

  it("that is damaged is set aside, and its device token is saved", async () => {
    await writeSessionFile(path, pickle.subarray(0, -1));
    const found = await read();
    const movedTo = `${path}.corrupt-${stamp}`;
    expect(found).toMatchObject({ kind: "set_aside", reason: "truncated", movedTo });
    expect(found.kind === "set_aside" && found.deviceToken?.reveal()).toBe(DEVICE);
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(movedTo)).toEqual(pickle.subarray(0, -1));
    expect(modeOf(movedTo)).toBe(0o600);
  });

  it("that is hostile, empty or too large is set aside too, each under a name of its own", async () => {
    const wanted = [
      ["would_run_code", Buffer.from("cos\nsystem\n(S'id'\ntR.")],
      ["empty", Buffer.alloc(0)],
      ["too_big", Buffer.alloc(10_000_000, "(")],
    ] as const;
    for (const [reason, bytes] of wanted) {
      writeFileSync(path, bytes);
      // The first of them begins like no kind of session file.
      const expected = reason === "would_run_code" ? "kind_unknown" : reason;
      expect(await read()).toMatchObject({ kind: "set_aside", reason: expected, deviceToken: null });
    }
    expect(readdirSync(folder).toSorted()).toEqual(
      ["", "-2", "-3"].map((end) => `robinhood.pickle.corrupt-${stamp}${end}`),
    );
  });

  it("that needs a passphrase stays where it is", async () => {
    const session = {
      accessToken: new Secret("a"),
      readOnlyToken: null,
      refreshToken: null,
      deviceToken: null,
      savedAt: clock.now(),
      expiresAt: null,
      broker: null,
      hosts: null,
    };
    await writeSessionFile(path, await encodeSessionFile("encrypted", session, async () => "p1.a.b.c"));
    expect(await read()).toEqual({ kind: "locked", reason: "passphrase_needed", warning: null });
    expect(existsSync(path)).toBe(true);
  });

  it("is not done through a link, from a pipe or from a folder", async () => {
    writeFileSync(join(folder, "target"), pickle);
    symlinkSync(join(folder, "target"), path);
    await expect(read()).rejects.toMatchObject({ code: "STORAGE_PERMISSION_ERROR" });
    rmSync(path);
    await runPython("import os, sys; os.mkfifo(sys.argv[1])", "", [path]);
    await expect(read()).rejects.toThrow("is not a file");
    rmSync(path);
    mkdirSync(path);
    await expect(read()).rejects.toThrow("is not a file");
    expect(readdirSync(folder).toSorted()).toEqual(["robinhood.pickle", "target"]);
    path = "/dev/zero";
    await expect(read()).rejects.toThrow("is not a file");
  }, 60_000);

  it("says what the file system says", async () => {
    writeFileSync(path, "");
    path = join(path, "inside");
    await expect(read()).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: expect.stringContaining("ENOTDIR"),
    });
  });
});

describe("a session file of another user", () => {
  it("is not the account's own; where the platform has no accounts, every plain file is", () => {
    writeFileSync(path, "");
    const entry = lstatSync(path);
    expect(wrongWith(entry, entry.uid)).toBeNull();
    expect(wrongWith(entry, entry.uid + 1)).toBe("belongs to another user of this machine");
    expect(wrongWith(entry, undefined)).toBeNull();
  });
});

describe("setting aside", () => {
  const sealed = Buffer.from("wheelhouse session file v1\ni1.a.b.c\n");
  /** Reads the file, of which the seal turns out to be broken; meanwhile something else happens. */
  const readWhile = (meanwhile: () => Promise<void>) =>
    readSessionFile(path, {
      clock,
      open: async () => {
        await meanwhile();
        return "altered";
      },
    });

  it("happens once, of many that read at the same time", async () => {
    writeFileSync(path, pickle.subarray(0, 40));
    const kinds = (await Promise.all(Array.from({ length: 8 }, read))).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual([...Array.from({ length: 7 }, () => "none"), "set_aside"]);
    expect(readdirSync(folder)).toEqual([`robinhood.pickle.corrupt-${stamp}`]);
  });

  it("takes no good file that another process has put there meanwhile", async () => {
    writeFileSync(path, sealed);
    expect(await readWhile(() => writeSessionFile(path, pickle))).toMatchObject({ kind: "session" });
    expect(readFileSync(path)).toEqual(pickle);
    expect(readdirSync(folder)).toEqual(["robinhood.pickle"]);
  });

  it("puts such a file back", async () => {
    writeFileSync(path, "first");
    const seen = lstatSync(path);
    writeFileSync(join(folder, "second"), "second");
    renameSync(join(folder, "second"), path);
    expect(await setAside(path, seen, clock.now())).toBeNull();
    expect(readFileSync(path, "utf8")).toBe("second");
  });

  it("does not go on for ever, and loses nothing", async () => {
    writeFileSync(path, "damaged");
    const seen = lstatSync(path);
    for (let count = 1; count <= 100; count += 1) {
      writeFileSync(`${path}.corrupt-${stamp}${count === 1 ? "" : `-${count}`}`, "earlier");
    }
    await expect(setAside(path, seen, clock.now())).rejects.toMatchObject({ code: "EEXIST" });
    expect(readFileSync(path, "utf8")).toBe("damaged");
  });

  it("says what the file system says, and leaves nothing", async () => {
    mkdirSync(path);
    await expect(setAside(path, lstatSync(path), clock.now())).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(["robinhood.pickle"]);
  });
});

describe("removing a session file", () => {
  it("tells whether there was one, and does not remove what is no such file", async () => {
    await writeSessionFile(path, pickle);
    expect(await removeSessionFile(path)).toBe(true);
    expect(await removeSessionFile(path)).toBe(false);
    symlinkSync(join(folder, "target"), path);
    await expect(removeSessionFile(path)).rejects.toMatchObject({ code: "STORAGE_PERMISSION_ERROR" });
    await expect(removeSessionFile(join(folder, "no", "such"))).resolves.toBe(false);
    writeFileSync(join(folder, "file"), "");
    await expect(removeSessionFile(join(folder, "file", "x"))).rejects.toMatchObject({
      code: "STORAGE_WRITE_ERROR",
    });
  });
});
