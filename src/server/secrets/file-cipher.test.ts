import { createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createFileCipher } from "@/server/secrets/file-cipher";
import { Secret } from "@/shared/secret";
import { createSeededRandom } from "@/test/seeded-random";

const keyOf = (byte: number) => ({
  key: createSecretKey(Buffer.alloc(32, byte)),
  name: byte.toString(16).padStart(16, "0"),
});
const random = createSeededRandom();
const own = createFileCipher(keyOf(7), random);
const other = createFileCipher(keyOf(8), random);
const content = new Secret('{"accessToken":"none of anybody"}');
const reveal = (opened: unknown) => (opened instanceof Secret ? opened.reveal() : opened);
const passphrase = new Secret("tidal copper lantern");

describe("a text that leaves as a file", () => {
  it("is opened by its own install, for its own purpose, and never looks the same twice", async () => {
    const sealed = await own.seal("session", content, null);
    expect(sealed).toMatch(/^i1\.[0-9a-f]{16}\.[\w-]{16}\.[\w-]+$/);
    expect(sealed).not.toBe(await own.seal("session", content, null));
    expect(reveal(await own.open("session", sealed, null))).toBe(content.reveal());
    expect(reveal(await own.open("session", sealed, passphrase))).toBe(content.reveal());
    expect(await own.open("backup", sealed, null)).toBe("altered");
    expect(await other.open("session", sealed, null)).toBe("other_install");
  });

  it("is opened by no other key that claims to be the install's", async () => {
    const sealed = await own.seal("session", content, null);
    const claimed = createFileCipher({ ...keyOf(8), name: keyOf(7).name }, random);
    expect(await claimed.open("session", sealed, null)).toBe("altered");
  });

  it("is opened by any install that knows its passphrase, however that is composed", async () => {
    const sealed = await own.seal("session", content, new Secret("Zu\u0308rich im Winter"));
    expect(sealed).toMatch(/^p1\.[\w-]{22}\.[\w-]{16}\.[\w-]+$/);
    expect(reveal(await other.open("session", sealed, new Secret("Z\u00fcrich im Winter")))).toBe(
      content.reveal(),
    );
    expect(await other.open("session", sealed, null)).toBe("passphrase_needed");
    expect(await other.open("session", sealed, passphrase)).toBe("passphrase_wrong");
  }, 60_000);

  it("is not opened when any character of it was changed", async () => {
    const sealed = await own.seal("session", content, null);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
      expect(await own.open("session", changed, null)).not.toBeInstanceOf(Secret);
    }
  });

  it.each([
    "",
    "i1",
    "i1.0000000000000007.x",
    "i1.0000000000000007.x.y.z",
    "i2.0000000000000007.AAAAAAAAAAAAAAAA.AAAA",
    "p1.short.AAAAAAAAAAAAAAAA.AAAA",
  ])("is refused when it is %j", async (text) => {
    expect(await own.open("session", text, passphrase)).toBe("seal_not_valid");
  });
});
