import { afterEach, describe, expect, test } from "vitest";
import { type CliPerson, cliStage } from "@/test/cli-stage";

const stage = cliStage();

/** Types the password of one of the sandbox's people, and codes. */
const person = (who: string, codes: readonly string[] = []): CliPerson & { type(prompt: string): string } => {
  const left = [...codes];
  return {
    type: (prompt) =>
      prompt.includes("e-mail")
        ? `${who}@example.com`
        : prompt.includes("password")
          ? `not-a-real-password-${who}`
          : (left.shift() ?? stage.sandbox.control.person(who)?.messages.at(-1)?.code ?? ""),
  };
};
const events = async (type: string): Promise<unknown[]> => {
  const { events: found } = (await stage.run(["audit", "--type", type, "--json"])).json() as {
    events: unknown[];
  };
  return found;
};

afterEach(() => {
  stage.sandbox.control.clearFaults();
});

describe("wheelhouse login", () => {
  test("adds the connection, signs in, and does nothing when the session is good", async () => {
    const first = await stage.run(["login", "--label", "Hana"], person("hana"));
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining("Signed in.") });
    expect(first.out).toMatch(/State +connected \(ok\)/);
    expect(await events("LOGIN")).toMatchObject([{ interface: "cli", user: "owner@example.com" }]);
    const before = stage.sandbox.control.requests({ person: "hana", grant: "password" }).length;
    const second = await stage.run(["login", "--no-input", "--json", "--label", "Hana"]);
    expect(second.json()).toMatchObject({ label: "Hana", status: "connected" });
    expect(stage.sandbox.control.requests({ person: "hana", grant: "password" })).toHaveLength(before);
    const again = await stage.run(["login", "Hana", "--again"], person("hana"));
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("Signed in.") });
    expect(stage.sandbox.control.requests({ person: "hana", grant: "password" })).toHaveLength(before + 1);
  });

  test("signs in anew where the broker has ended the session, and tells trouble as trouble", async () => {
    stage.sandbox.control.addFault({ kind: "status", status: 503, person: "hana" });
    const troubled = await stage.run(["login", "Hana", "--no-input", "--json"]);
    expect(troubled).toMatchObject({ code: 6, out: "" });
    expect(troubled.error()).toMatchObject({ code: "2004", name: "CONN_BROKER_UNAVAILABLE" });
    stage.sandbox.control.clearFaults();
    stage.sandbox.control.endSessions("hana");
    expect(await stage.run(["login", "Hana", "--no-input"])).toMatchObject({
      code: 4,
      err: expect.stringContaining("Nobody may be asked for: Robinhood e-mail, Robinhood password"),
    });
    expect((await stage.run(["login", "Hana"], person("hana"))).code).toBe(0);
  });

  test("takes codes by text message: a refused one may be typed again, a malformed one is not sent", async () => {
    const done = await stage.run(["login", "--label", "Ben"], person("ben", ["12", "000000"]));
    expect(done.code).toBe(0);
    expect(done.err).toContain("Enter the whole code.");
    expect(done.err).toContain("Code (3 tries left): ");
    expect(done.err).toContain("The code was not accepted.");
    expect(done.err).toContain("Code (2 tries left): ");
    expect(await events("CHALLENGE_ANSWERED")).toHaveLength(2);
  });

  test("waits for the approval on the phone, with the time left", async () => {
    const done = await stage.run(["login", "--label", "Ada"], {
      ...person("ada"),
      watch: (line) => {
        if (line.startsWith("Waiting")) stage.sandbox.control.act("ada", "approve");
      },
    });
    expect(done.code).toBe(0);
    expect(done.err).toMatch(/Approve the sign-in in the broker's app/);
    expect(done.err).toMatch(
      /Waiting, 4 min 5\d s left \(Ctrl-C cancels, s for a code by text message instead\)/,
    );
  });

  test("has a text message sent instead, by a key", async () => {
    stage.sandbox.control.endSessions("ada");
    const done = await stage.run(["login", "--label", "Ada by text"], {
      ...person("ada"),
      press: (press) => {
        press("x");
        press("s");
      },
    });
    expect(done.code).toBe(0);
    expect(done.err).toContain("The broker wants a code by text message");
    expect(await events("CHALLENGE_SWITCHED")).toHaveLength(1);
  });

  test("a text message may be asked for where a code is typed", async () => {
    stage.sandbox.control.setKnobs({ approval: "prompt" }, "cleo");
    const done = await stage.run(["login", "--label", "Cleo"], {
      ...person("cleo"),
      press: (press) => press("S"),
    });
    expect(done.code).toBe(0);
  });

  test("Ctrl-C at a challenge cancels the login, and the next one may begin at once", async () => {
    const cancelled = await stage.run(["login", "--label", "Dan"], {
      type: (prompt) => (prompt.startsWith("Code") ? undefined : person("dan").type(prompt)),
      watch: (line, interrupt) => {
        if (line.startsWith("Code")) interrupt();
      },
    });
    expect(cancelled).toMatchObject({ code: 130, out: "" });
    expect(cancelled.err).toContain("The sign-in was cancelled; no session was made.");
    expect(await events("LOGIN_CANCELLED")).toHaveLength(1);
    expect((await stage.run(["status", "Dan", "--json"])).json()).toMatchObject([
      { status: "disconnected", login: null },
    ]);
  });

  test("Ctrl-C at a prompt sends nothing", async () => {
    const before = stage.sandbox.control.requests({ person: "dan" }).length;
    const cancelled = await stage.run(["login", "Dan"], {
      type: () => undefined,
      watch: (_line, interrupt) => interrupt(),
    });
    expect(cancelled.code).toBe(130);
    expect(stage.sandbox.control.requests({ person: "dan" })).toHaveLength(before);
  });

  test("--no-input gives a challenge up, and leaves no login behind", async () => {
    const given = { input: "not-a-real-password-finn\n" };
    const words = ["login", "--label", "Finn", "--username", "finn@example.com", "--password-stdin"];
    const failed = await stage.run([...words, "--no-input", "--json"], given);
    expect(failed.code).toBe(4);
    expect(failed.error()).toMatchObject({
      name: "AUTH_PERSON_NEEDED",
      message: expect.stringContaining("sms"),
    });
    expect((await stage.run(["status", "Finn", "--json"])).json()).toMatchObject([{ login: null }]);
  });

  test("a wrong password ends with 3 and is not sent again; the next one is held back with 5", async () => {
    const words = ["login", "--label", "Otto", "--username", "otto@example.com"];
    const wrong = await stage.run(words, { type: () => "not-the-password" });
    expect(wrong.code).toBe(3);
    expect(wrong.err).toMatch(/Not done \(1001\): Invalid username or password; no sign-in before/);
    const sent = stage.sandbox.control.requests({ person: "otto", grant: "password" }).length;
    expect(sent).toBe(1);
    const held = await stage.run([...words, "--password-stdin", "--json"], { input: "not-the-password" });
    expect(held.code).toBe(5);
    expect(held.error()).toMatchObject({ name: "AUTH_LOGIN_LOCKED", retryAfter: expect.any(Number) });
    expect(stage.sandbox.control.requests({ person: "otto", grant: "password" })).toHaveLength(sent);
    expect((await stage.run(["status", "Otto"])).code).toBe(5);
  });

  test("asks three times for a value of the right form, then says what is wrong with it", async () => {
    const failed = await stage.run(["login", "--label", "Noor", "--username", "noor@example.com"], {
      type: () => "short",
    });
    expect(failed.code).toBe(2);
    expect(failed.err).toContain("Use at least 8 characters");
    expect(
      await stage.run(["login", "Noor", "--username", "noor@example.com"], { type: () => "" }),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining("Type it, then press Enter"),
    });
  });

  test("takes the owner's credentials from the environment, TOTP secret included", async () => {
    const variables = {
      ROBINHOOD_USERNAME: "eve@example.com",
      ROBINHOOD_PASSWORD: "not-a-real-password-eve",
      ROBINHOOD_MFA_SECRET: "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
    };
    const done = await stage.run(["login", "--label", "Eve", "--no-input", "--json"], { variables });
    expect(done.json()).toMatchObject({ status: "connected" });
    const wrong = { variables: { ROBINHOOD_USERNAME: "no address" } };
    expect(await stage.run(["login", "Eve", "--again", "--no-input"], wrong)).toMatchObject({
      code: 2,
      err: expect.stringContaining("ROBINHOOD_USERNAME must be the e-mail address"),
    });
  });

  test("takes up a login that somebody else began", async () => {
    const begun = stage.run(["login", "--label", "Mona"], {
      ...person("mona"),
      watch: (line) => {
        if (line.startsWith("Waiting")) waits();
      },
    });
    let waits = () => {};
    await new Promise<void>((resolve) => {
      waits = resolve;
    });
    stage.sandbox.control.act("mona", "approve");
    const joined = await stage.run(["login", "Mona"], person("mona"));
    expect(joined.err).toContain("A sign-in of this connection is under way; it is taken up.");
    expect([joined.code, (await begun).code]).toEqual([0, 0]);
    expect(stage.sandbox.control.requests({ person: "mona", grant: "password" }).length).toBeLessThan(4);
  });

  test("names the connections where it can't know which, and refuses a broker that is not there", async () => {
    expect(await stage.run(["login", "--no-input"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("Say which connection: Hana, Ben"),
    });
    expect((await stage.run(["login", "nobody"])).code).toBe(8);
    expect((await stage.run(["login", "--broker", "etrade", "--label", "E"])).code).not.toBe(0);
  });
});
