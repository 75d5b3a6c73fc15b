import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { expect, it } from "vitest";
import { masterKeyOf, masterKeyOfBytes } from "@/server/secrets/master-key";

it("is known again by its fingerprint, and prints nothing of itself", () => {
  const text = randomBytes(32).toString("base64");
  const key = masterKeyOf(` ${text}\n`, "a test");
  expect(key.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(masterKeyOf(text, "a test").fingerprint).toBe(key.fingerprint);
  expect(masterKeyOf(randomBytes(32).toString("base64"), "a test").fingerprint).not.toBe(key.fingerprint);
  const printed = `${inspect(key, { depth: 9, showHidden: true })}${JSON.stringify(key)}`;
  expect(printed).not.toContain(text.slice(0, 12));
});

it.each([
  ["too short", randomBytes(31).toString("base64")],
  ["hexadecimal", randomBytes(32).toString("hex")],
  ["with foreign signs", `${randomBytes(32).toString("base64").slice(0, 42)}*=`],
])("refuses a value that is %s, without repeating it", (_what, value) => {
  const read = () => masterKeyOf(value, "APP_MASTER_KEY");
  expect(read).toThrow("The master key in APP_MASTER_KEY is not 32 bytes in base64.");
  expect(read).not.toThrow(value);
});

it("zeroes the bytes it was made of, also where there are too few", () => {
  for (const length of [32, 31]) {
    const bytes = randomBytes(length);
    const read = () => masterKeyOfBytes(bytes, "Vault");
    if (length === 32) expect(read().fingerprint).toMatch(/^[0-9a-f]{16}$/);
    else expect(read).toThrow("does not have 32 bytes");
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  }
});
