import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hintOf, newTokenText, parseTokenText } from "@/server/services/api-tokens/token-text";
import { Secret } from "@/shared/secret";
import { createSeededRandom } from "@/test/seeded-random";

const made = newTokenText(createSeededRandom());
const text = made.text.reveal();

describe("the text of a token", () => {
  it("has the documented shape, and comes back from parsing", () => {
    expect(text).toMatch(/^whl_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
    const parts = parseTokenText(made.text);
    expect(parts).toMatchObject({ id: made.id });
    expect(typeof parts === "object" && parts.secret.reveal()).toBe(made.secret.reveal());
    expect(text.startsWith(hintOf(made.id))).toBe(true);
    expect(`${made.text} ${made.secret}`).not.toContain(made.secret.reveal());
  });

  it("ends with the CRC-32 of what stands before it, in base 62", () => {
    const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const value = [...text.slice(-6)].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0);
    expect(value).toBe(crc32(text.slice(0, -7)));
  });

  it("tells a slip of one character, wherever it is", () => {
    for (let at = 4; at < text.length; at += 1) {
      if (text[at] === "_") continue;
      const slip = `${text.slice(0, at)}${text[at] === "0" ? "1" : "0"}${text.slice(at + 1)}`;
      expect(parseTokenText(new Secret(slip)), slip).toBe("checksum");
    }
  });

  it.each([
    "",
    "whl_",
    text.slice(1),
    text.slice(0, -1),
    `${text}0`,
    `${text}\n`,
    text.replace("whl", "WHL"),
  ])("calls %j malformed", (other) => expect(parseTokenText(new Secret(other))).toBe("malformed"));

  it("never throws, and takes nothing for a token that is none", () => {
    const like = fc.stringMatching(/^whl_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), like), (other) => {
        expect(parseTokenText(new Secret(other))).toBeTypeOf("string");
      }),
    );
  });

  it("uses every character about as often", () => {
    const counts = new Map<string, number>();
    const random = createSeededRandom("fair");
    for (let round = 0; round < 500; round += 1) {
      for (const character of newTokenText(random).secret.reveal()) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(62);
    const expected = (500 * 43) / 62;
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(expected * 0.3);
  });
});
