import { expect, test } from "vitest";
import { keyRotationViewSchema } from "@/shared/schemas/keys";
import { cliStage } from "@/test/cli-stage";

const stage = cliStage();

test("wheelhouse keys renew-data-keys renews them, and tells of it", async () => {
  await stage.run(["connections", "add", "robinhood", "Main"]);
  const said = await stage.run(["keys", "renew-data-keys"]);
  expect(said).toMatchObject({ code: 0, out: expect.stringContaining("texts, done") });
  expect(said.err).toContain("It goes on in the server if you leave.");
  const { status, done, total } = keyRotationViewSchema.parse(
    (await stage.run(["keys", "renew-data-keys", "--json"])).json(),
  );
  expect({ status, done }).toEqual({ status: "done", done: total });
  expect((await stage.run(["keys"])).out).toMatch(/Renewal +\d+ of \d+ texts, done/);
});
