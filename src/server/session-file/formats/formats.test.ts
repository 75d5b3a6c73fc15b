import { describe, expect, it } from "vitest";
import {
  decodeSessionFile,
  recogniseFormat,
  SESSION_FILE_FORMATS,
} from "@/server/session-file/formats/decode-session-file";
import { encodeSessionFile } from "@/server/session-file/formats/encode-session-file";
import type { FileOpener } from "@/server/session-file/formats/encrypted-file";
import { type FileRefusal, isDamage } from "@/server/session-file/formats/file-refusal";
import { salvageDeviceToken } from "@/server/session-file/formats/salvage-device-token";
import type { SavedSession } from "@/server/session-file/formats/saved-session";
import { writePickle } from "@/server/session-file/formats/write-pickle";
import { Secret } from "@/shared/secret";

const DEVICE = "3f9a0c1d-77e2-05b8-c6d4-1a2b3c4d5e6f";
const savedAt = new Date("2026-01-05T15:00:00.250Z");
const session: SavedSession & { savedAt: Date } = {
  accessToken: new Secret("access.token.value"),
  readOnlyToken: new Secret("read.only.value"),
  refreshToken: new Secret("refreshvalue"),
  deviceToken: new Secret(DEVICE),
  savedAt,
  expiresAt: new Date("2026-01-06T15:00:00Z"),
  broker: "robinhood",
  hosts: "api.robinhood.com",
};
const tokensOnly = { ...session, readOnlyToken: null, expiresAt: null, broker: null, hosts: null };
const bare = {
  ...tokensOnly,
  refreshToken: null,
  deviceToken: null,
  savedAt: null,
};

/** Stands for the cipher, which has tests of its own. */
const seal = async (content: Secret) => Buffer.from(content.reveal()).toString("base64url");
const open: FileOpener = async (sealed) => new Secret(Buffer.from(sealed, "base64url").toString());
const refusing =
  (reason: "altered" | "other_install"): FileOpener =>
  async () =>
    reason;

const revealed = (saved: SavedSession) =>
  Object.fromEntries(
    Object.entries(saved).map(([key, value]) => [key, value instanceof Secret ? value.reveal() : value]),
  );
const decode = (bytes: Buffer | string, opener = open) => decodeSessionFile(Buffer.from(bytes), opener);
const reasonOf = async (bytes: Buffer | string, opener = open) => {
  const reading = await decode(bytes, opener);
  return reading.kind === "refused" ? reading.reason : "was read";
};

describe("a session file", () => {
  it.each(SESSION_FILE_FORMATS)("of the kind %s is recognised and read again", async (format) => {
    const bytes = await encodeSessionFile(format, session, seal);
    expect(recogniseFormat(bytes)).toBe(format);
    const reading = await decode(bytes);
    expect(reading).toMatchObject({ kind: "session", format });
    if (reading.kind === "session") {
      const kept = { pickle: { ...tokensOnly, savedAt: null }, json: tokensOnly, encrypted: session }[format];
      expect(revealed(reading.session)).toEqual(revealed(kept));
    }
  });

  it.each(SESSION_FILE_FORMATS)("of the kind %s can do without what is not known", async (format) => {
    const reading = await decode(await encodeSessionFile(format, { ...bare, savedAt }, seal));
    if (reading.kind === "refused") throw new Error(reading.reason);
    expect(revealed(reading.session)).toEqual(
      revealed({ ...bare, savedAt: format === "pickle" ? null : savedAt }),
    );
  });

  it("in JSON is what two forks of the Python client write and read", async () => {
    const bytes = await encodeSessionFile("json", session, seal);
    expect(bytes.toString()).toBe(
      `{
  "token_type": "Bearer",
  "access_token": "access.token.value",
  "refresh_token": "refreshvalue",
  "device_token": "${DEVICE}",
  "saved_at": 1767625200.25
}
`,
    );
    const ofRobinStocks2 = {
      token_type: "Bearer",
      access_token: "a",
      refresh_token: "r",
      device_token: DEVICE,
    };
    const ofPyhood = { ...ofRobinStocks2, saved_at: 1767625200.25 };
    for (const record of [ofRobinStocks2, ofPyhood]) {
      expect(await decode(JSON.stringify(record, null, 2))).toMatchObject({
        kind: "session",
        session: { savedAt: "saved_at" in record ? savedAt : null },
      });
    }
  });

  it("tells of an encrypted one nothing in the clear but its kind", async () => {
    const bytes = await encodeSessionFile("encrypted", session, async () => "i1.x.y.z");
    expect(bytes.toString()).toBe("wheelhouse session file v1\ni1.x.y.z\n");
  });
});

describe("a file is refused with its reason", () => {
  const json = (record: object) => JSON.stringify(record);
  const token = { access_token: "a" };
  const magic = "wheelhouse session file v1\n";
  const sealed = (content: string) => `${magic}${Buffer.from(content).toString("base64url")}\n`;
  const cases: readonly (readonly [why: string, reason: FileRefusal, text: string | Buffer])[] = [
    ["an empty file", "empty", ""],
    ["a text", "kind_unknown", "Bearer a"],
    ["a shell script", "kind_unknown", "#!/bin/sh\n"],
    ["a large file", "too_big", `{${" ".repeat(70_000)}}`],
    ["a damaged pickle", "truncated", writePickle([["access_token", "a"]]).subarray(0, 20)],
    ["JSON that is cut off", "json_not_valid", '{"access_token": "a'],
    ["JSON nested without end", "json_not_valid", `{"a":${"[".repeat(60_000)}`],
    ["JSON of a wrong encoding", "text_not_valid", Buffer.from('{"a":"\xff"}', "latin1")],
    ["a list in it", "nested", json({ ...token, scopes: [] })],
    ["a boolean in it", "value_not_plain", json({ ...token, mfa: true })],
    ["a number that is none", "value_not_plain", '{"saved_at":1e999}'],
    ["a long text", "text_too_long", json({ a: "é".repeat(5000) })],
    [
      "many entries",
      "too_many_values",
      json(Object.fromEntries(Array.from({ length: 65 }, (_n, i) => [i, i]))),
    ],
    ["no access token", "field_missing", json({ refresh_token: "a" })],
    ["an access token of null", "field_missing", json({ access_token: null })],
    ["an empty access token", "field_missing", json({ access_token: "" })],
    ["a number for it", "field_not_valid", json({ access_token: 7 })],
    ["a header in it", "field_not_valid", json({ access_token: "a\r\nX-Other: b" })],
    ["a number for a refresh token", "field_not_valid", json({ ...token, refresh_token: 7 })],
    ["a space in it", "field_not_valid", json({ ...token, refresh_token: "a b" })],
    ["another type of token", "field_not_valid", json({ ...token, token_type: "Basic" })],
    ["a number for the type", "field_not_valid", json({ ...token, token_type: 7 })],
    ["a newer version", "version_unknown", "wheelhouse session file v2\nx\n"],
    ["a version that is none", "seal_not_valid", "wheelhouse session file \u0000\nx\n"],
    ["nothing sealed", "truncated", magic.trim()],
    ["a sealed part that is cut off", "truncated", `${magic}x`],
    ["more after it", "trailing_bytes", `${magic}x\ny`],
    ["yet more after it", "trailing_bytes", `${magic}x\n\n`],
    ["sealed text that is no JSON", "field_not_valid", sealed("a session")],
    ["sealed text that is no session", "field_not_valid", sealed(json(token))],
  ];

  it.each(cases)("%s: %s", async (_why, reason, text) => {
    expect(await reasonOf(text)).toBe(reason);
  });

  it("that the cipher gives, and only damage has no business where it is", async () => {
    const bytes = await encodeSessionFile("encrypted", session, seal);
    expect(await reasonOf(bytes, refusing("altered"))).toBe("altered");
    expect(await reasonOf(bytes, refusing("other_install"))).toBe("other_install");
    expect([isDamage("altered"), isDamage("other_install")]).toEqual([true, false]);
  });

  it("a time that is none is left out, a device token of another form too", async () => {
    const odd = { access_token: "a", token_type: "bearer", saved_at: -1, device_token: "my-laptop" };
    const reading = await decode(json(odd));
    expect(reading).toMatchObject({ kind: "session", session: { savedAt: null, deviceToken: null } });
  });
});

describe("the device token of a damaged file", () => {
  const whole = writePickle([
    ["token_type", "Bearer"],
    ["device_token", DEVICE],
    ["access_token", "a".repeat(300)],
  ]);
  const saved = (bytes: Buffer | string) => salvageDeviceToken(Buffer.from(bytes))?.reveal() ?? null;

  it("is saved from any kind, as far as it is there", async () => {
    expect(saved(whole.subarray(0, 120))).toBe(DEVICE);
    expect(saved(`{"device_token": "${DEVICE}", "access_token": "a`)).toBe(DEVICE);
    expect(saved(`(dp0\nVdevice_token\np7\nV${DEVICE}\np8\ns`)).toBe(DEVICE);
    expect(saved(`\x80\x04}\x94\x8c\x0cdevice_token\x94\x8c$${DEVICE}\x94`)).toBe(DEVICE);
    expect(saved(`garbage ${DEVICE} garbage ${DEVICE.toUpperCase()}`)).toBe(DEVICE);
    expect(await decode(whole.subarray(0, 120))).toMatchObject({ kind: "refused", reason: "truncated" });
  });

  it("is looked for in a time that the file can't stretch", () => {
    const nearly = `device_token${" ".repeat(24)}${DEVICE.slice(0, 35)}`;
    const files = ["device_token", nearly, DEVICE.slice(0, 35), `${DEVICE}-`, "\n", "a"];
    const before = process.cpuUsage();
    for (const part of files) {
      expect(saved(part.repeat(Math.ceil(65_536 / part.length)).slice(0, 65_536))).toBeNull();
    }
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(3);
  });

  it("is not made up: none, half of one, or one of several is none", () => {
    expect(saved("")).toBeNull();
    expect(saved(`{"device_token": "${DEVICE.slice(0, 30)}`)).toBeNull();
    expect(saved(`{"device_token": "${DEVICE}0"}`)).toBeNull();
    expect(saved(`${DEVICE} ${DEVICE.replace("3f", "4f")}`)).toBeNull();
    expect(saved(Buffer.concat([Buffer.alloc(70_000), Buffer.from(DEVICE)]))).toBeNull();
  });
});
