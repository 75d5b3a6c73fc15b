import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generatedKeySchema, keyStatusSchema } from "@/shared/schemas/keys";
import { cliStage } from "@/test/cli-stage";

const stage = cliStage();
const folder = () => join(stage.folder, "data", "keys");
const status = async () => keyStatusSchema.loose().parse((await stage.run(["keys", "--json"])).json());

describe("wheelhouse keys", () => {
  test("leads from a new key to the removal of the old one", async () => {
    const first = await status();
    expect((await stage.run(["keys"])).out).toContain("To change it: `wheelhouse keys generate`.");
    expect(await stage.run(["keys", "apply"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("No new master key waits"),
    });

    const generated = await stage.run(["keys", "generate"]);
    expect(generated.out).toContain("A new master key waits in the key folder.");
    const { waiting } = await status();
    expect(generated.out).toContain(waiting);
    expect((await stage.run(["keys"])).out).toMatch(/New key +[0-9a-f]{16}.*Next: `wheelhouse keys apply`/s);
    const key = (await readFile(join(folder(), "next.key"), "utf8")).trim();
    expect(generated.out + generated.err).not.toContain(key);

    const applied = await stage.run(["keys", "apply"]);
    expect(applied.out).toContain(`The master key is now ${waiting}.`);
    expect(applied.out).toContain(`Next: \`wheelhouse keys retire ${first.active}\`, from 20`);
    const history = await stage.run(["keys", "history"]);
    expect(history.out).toMatch(new RegExp(`${waiting} +active +file`));
    expect(history.out).toMatch(new RegExp(`${first.active} +retired +file`));
    expect((await stage.run(["keys", "history", "--json"])).json()).toHaveLength(2);

    expect((await stage.run(["keys", "retire", "nothing"])).code).toBe(2);
    const early = await stage.run(["keys", "retire", first.active]);
    expect(early.err).toContain("The way back is kept for seven days");
    const retired = await stage.run(["keys", "retire", first.active, "--now", "--fate", "shred"]);
    expect(retired.out).toContain(`The master key ${first.active} is destroyed.`);
    expect(await readdir(folder())).toEqual(["master.key"]);
  });

  test("prints a new key once where the operator keeps the keys", async () => {
    const present = (await readFile(join(folder(), "master.key"), "utf8")).trim();
    const variables = { APP_MASTER_KEY: present };
    const printed = await stage.run(["keys", "generate"], { variables });
    expect(printed.out).toMatch(/shown this once.*APP_MASTER_KEY=[A-Za-z0-9+/]{43}=\n/s);
    const made = generatedKeySchema.parse(
      (await stage.run(["keys", "generate", "--json"], { variables })).json(),
    );
    const both = { APP_MASTER_KEY: made.key ?? "", APP_MASTER_KEY_PREVIOUS: present };
    const applied = await stage.run(["keys", "apply"], { variables: both });
    expect(applied.out).toContain(`The master key is now ${made.fingerprint}.`);
    // The file, which is not read for the active key any more, still holds the old one: both places are told.
    const { masterKeys } = keyStatusSchema
      .loose()
      .parse((await stage.run(["keys", "--json"], { variables: both })).json());
    const old = masterKeys.find(({ state }) => state === "retired")?.fingerprint ?? "";
    const retired = await stage.run(["keys", "retire", old, "--now"], { variables: both });
    expect(retired.out).toContain("is out of use");
    expect(retired.out).toContain("Still there: APP_MASTER_KEY_PREVIOUS.");
  });
});
