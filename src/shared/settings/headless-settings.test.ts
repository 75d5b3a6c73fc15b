import { describe, expect, it } from "vitest";
import { CredentialsError, EnvironmentError, readHeadlessEnvironment } from "@/env";

const GOOD = { ROBINHOOD_USERNAME: "ada@example.com", ROBINHOOD_PASSWORD: "not-a-real-password-ada" };
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const DEVICE = "3f9a0c1d-77e2-05b8-c6d4-1a2b3c4d5e6f";

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readHeadlessEnvironment(source);
  } catch (error) {
    if (error instanceof CredentialsError) return error.problems;
    throw error;
  }
  return [];
}

describe("credential loading", () => {
  it("valid credentials load successfully", () => {
    const settings = readHeadlessEnvironment(GOOD);
    expect(settings.username?.reveal()).toBe("ada@example.com");
    expect(settings.password?.reveal()).toBe("not-a-real-password-ada");
    expect(settings).toMatchObject({ sessionCachePath: undefined, encryptCache: false });
  });

  it("nothing of it needs to be there, and blank variables count as absent", () => {
    const settings = readHeadlessEnvironment({ ROBINHOOD_PASSWORD: "  ", SESSION_CACHE_PATH: "" });
    expect([settings.username, settings.password, settings.sessionCachePath]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("keeps a password as it is typed, with the spaces at its ends", () => {
    const { password } = readHeadlessEnvironment({ ...GOOD, ROBINHOOD_PASSWORD: " a b " });
    expect(password?.reveal()).toBe(" a b ");
  });

  it("optional MFA secret loads successfully, in the forms that set-up pages show", () => {
    for (const text of [SECRET, "jbsw y3dp ehpk 3pxp"]) {
      expect(readHeadlessEnvironment({ ...GOOD, ROBINHOOD_MFA_SECRET: text }).mfaSecret?.reveal()).toBe(text);
    }
  });

  it("ROBINHOOD_MFA_CODE is a secret or a code of six digits, and ROBINHOOD_MFA_SECRET wins", () => {
    const read = (more: Record<string, string>) => {
      const { mfaSecret, oneTimeCode } = readHeadlessEnvironment({ ...GOOD, ...more });
      return [mfaSecret?.reveal(), oneTimeCode?.reveal()];
    };
    expect(read({ ROBINHOOD_MFA_CODE: SECRET })).toEqual([SECRET, undefined]);
    expect(read({ ROBINHOOD_MFA_CODE: "123 456" })).toEqual([undefined, "123 456"]);
    expect(read({ ROBINHOOD_MFA_CODE: "123456", ROBINHOOD_MFA_SECRET: SECRET })).toEqual([SECRET, undefined]);
  });

  it("optional device token loads successfully", () => {
    const { deviceToken } = readHeadlessEnvironment({ ...GOOD, ROBINHOOD_DEVICE_TOKEN: DEVICE });
    expect(deviceToken?.reveal()).toBe(DEVICE);
  });

  it("takes the session file's place and kind", () => {
    expect(
      readHeadlessEnvironment({ SESSION_CACHE_PATH: "/srv/bot/robinhood.pickle", ENCRYPT_CACHE: "true" }),
    ).toMatchObject({ sessionCachePath: "/srv/bot/robinhood.pickle", encryptCache: true });
  });

  it.each([
    ["ROBINHOOD_USERNAME", "ada"],
    ["ROBINHOOD_USERNAME", "ada@example"],
    ["ROBINHOOD_PASSWORD", "x".repeat(257)],
    ["ROBINHOOD_MFA_SECRET", "JBSWY3DPEHPK3PX"],
    ["ROBINHOOD_MFA_SECRET", "123456"],
    ["ROBINHOOD_MFA_CODE", "12345"],
    ["ROBINHOOD_DEVICE_TOKEN", "3f9a0c1d"],
    ["ROBINHOOD_DEVICE_TOKEN", `${DEVICE}\nX-Other: 1`],
    ["ENCRYPT_CACHE", "yes"],
  ])("invalid %s is named, and its value is not", (name, value) => {
    const problems = problemsOf({ ...GOOD, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must `));
    expect(problems[0]).not.toContain(value);
  });

  it("names all that is wrong at once, in an error that the command line knows", () => {
    const wrong = { ROBINHOOD_USERNAME: "ada", ROBINHOOD_MFA_SECRET: "no" };
    expect(problemsOf(wrong)).toHaveLength(2);
    expect(() => readHeadlessEnvironment(wrong)).toThrow(EnvironmentError);
  });
});
