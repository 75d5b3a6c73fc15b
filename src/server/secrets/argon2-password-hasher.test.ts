import { describe, expect, it } from "vitest";
import { createArgon2PasswordHasher } from "@/server/secrets/argon2-password-hasher";
import { Secret } from "@/shared/secret";

describe("argon2 password hasher", () => {
  const hasher = createArgon2PasswordHasher();

  it("makes argon2id hashes with 19 MiB and two passes, and knows its own", async () => {
    const hash = await hasher.hash(new Secret("tidal copper lantern"));
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(hash, new Secret("tidal copper lantern"))).toBe(true);
    expect(await hasher.verify(hash, new Secret("tidal copper lanterns"))).toBe(false);
    expect(await hasher.verify(hash, new Secret(""))).toBe(false);
  });

  it("accepts another Unicode spelling of the same password", async () => {
    const hash = await hasher.hash(new Secret("cafe\u0301 au lait 2"));
    expect(await hasher.verify(hash, new Secret("caf\u00e9 au lait 2"))).toBe(true);
  });

  it("says no where there is no hash, even to the decoy's own password", async () => {
    expect(await hasher.verify(null, new Secret("a password that nobody has"))).toBe(false);
  });

  it("bounds what it works on", async () => {
    const long = new Secret("x".repeat(257));
    await expect(hasher.hash(long)).rejects.toMatchObject({ code: "VALIDATION_INVALID_INPUT" });
    const hash = await hasher.hash(new Secret("x".repeat(256)));
    expect(await hasher.verify(hash, long)).toBe(false);
    expect(await hasher.verify(hash, new Secret("x".repeat(256)))).toBe(true);
  });

  it("reports a stored text that is no hash", async () => {
    await expect(hasher.verify("plain", new Secret("plain"))).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
    });
  });

  it("lets a burst wait in a short line and turns the rest away", async () => {
    const narrow = createArgon2PasswordHasher({ concurrency: 1, maxWaiting: 2 });
    const burst = await Promise.allSettled(
      Array.from({ length: 5 }, () => narrow.hash(new Secret("tidal copper lantern"))),
    );
    expect(burst.map((one) => one.status)).toEqual([
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect(burst[4]).toMatchObject({ reason: { code: "AUTH_RATE_LIMITED", retryAfterSeconds: 2 } });
    await expect(narrow.hash(new Secret("tidal copper lantern"))).resolves.toMatch(/^\$argon2id/);
  });
});
