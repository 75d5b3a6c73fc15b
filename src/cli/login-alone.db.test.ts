import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cliStage } from "@/test/cli-stage";

const stage = cliStage();
const credentials = (who: string) => ({
  ROBINHOOD_USERNAME: `${who}@example.com`,
  ROBINHOOD_PASSWORD: `not-a-real-password-${who}`,
});
const passwords = () => stage.sandbox.control.requests({ grant: "password" }).length;

describe("wheelhouse login with the owner's environment", () => {
  test("signs in once, then says that the session is good, and keeps the session file", async () => {
    const file = join(stage.folder, "hana.pickle");
    const variables = { ...credentials("hana"), SESSION_CACHE_PATH: file };
    const first = await stage.run(["login", "--no-input"], { variables });
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining("Signed in.") });
    const before = passwords();
    rmSync(file);
    const again = await stage.run(["login", "--no-input"], { variables });
    expect(again.out).toContain("Signed in already; the broker accepts the session.");
    expect(existsSync(file)).toBe(true);
    await stage.run(["connections", "remove", "Robinhood"]);
    const over = await stage.run(["login", "--no-input"], { variables: { SESSION_CACHE_PATH: file } });
    expect(over).toMatchObject({ code: 2, err: expect.stringContaining("ROBINHOOD_USERNAME and") });
    expect(passwords()).toBe(before);
  });

  test("ends with an error where the file that was asked for can't be written", async () => {
    const folder = join(stage.folder, "a-folder");
    mkdirSync(folder);
    const variables = { ...credentials("paul"), SESSION_CACHE_PATH: folder };
    const done = await stage.run(["login", "--no-input", "--json"], { variables });
    expect(done).toMatchObject({ code: 1, out: "" });
    expect(done.error()).toMatchObject({ name: "STORAGE_WRITE_ERROR" });
  });

  test("asks a person for what the environment lacks, and tells of a file that was set aside", async () => {
    const file = join(stage.folder, "damaged.pickle");
    const damaged = Buffer.from("damaged");
    writeFileSync(file, damaged, { mode: 0o600 });
    const done = await stage.run(["login"], {
      variables: { ROBINHOOD_USERNAME: "rosa@example.com", SESSION_CACHE_PATH: file },
      type: (prompt) => (prompt.includes("password") ? "not-a-real-password-rosa" : "rosa@example.com"),
    });
    expect(done).toMatchObject({ code: 0, err: expect.stringContaining("was set aside as") });
    expect(readFileSync(file)).not.toEqual(damaged);
  });

  test("a logout removes the file of the session that it ends, and no other", async () => {
    const file = join(stage.folder, "uma.pickle");
    const variables = { ...credentials("uma"), SESSION_CACHE_PATH: file };
    await stage.run(["login", "--no-input"], { variables });
    const list = (await stage.run(["connections", "list", "--json"])).json() as {
      label: string;
      loginName: string;
    }[];
    const [uma, other] = [true, false].map(
      (isUma) => list.find(({ loginName }) => (loginName === "u•••@example.com") === isUma)?.label ?? "",
    );
    expect((await stage.run(["logout", other ?? ""], { variables })).code).toBe(0);
    expect(existsSync(file)).toBe(true);
    expect((await stage.run(["logout", uma ?? ""], { variables })).code).toBe(0);
    expect(existsSync(file)).toBe(false);
    const malformed = { ...variables, ROBINHOOD_MFA_SECRET: "perhaps" };
    expect((await stage.run(["logout", uma ?? ""], { variables: malformed })).code).toBe(0);
  });

  test("names what is malformed or missing, and sends nothing", async () => {
    const before = passwords();
    const malformed = await stage.run(["login"], { variables: { ROBINHOOD_USERNAME: "nobody" } });
    expect(malformed).toMatchObject({ code: 2, err: expect.stringContaining("ROBINHOOD_USERNAME must be") });
    const missing = await stage.run(["login", "--no-input"], {
      variables: { ROBINHOOD_USERNAME: "quinn@example.com" },
    });
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("ROBINHOOD_PASSWORD") });
    expect(passwords()).toBe(before);
  });
});
