import { beforeAll, describe, expect, it } from "vitest";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { knownDeviceId, rememberDevice } from "@/server/services/app-sessions/known-devices";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";
import { keysWithoutDatabase } from "@/test/test-keys";

const ALICE = "alice@example.com";
const DAY_MS = 86_400_000;

function device() {
  const keys = keysWithoutDatabase();
  const clock = new FixedClock();
  const random = createSeededRandom();
  return { clock, random, cipher: createEnvelopeCipher({ keys, clock, random }) };
}

describe("the device cookie", () => {
  let ctx: ReturnType<typeof device>;
  beforeAll(async () => {
    ctx = await device();
  });

  it("knows the browser again, for that person only, and names nobody", () => {
    const cookie = rememberDevice(ctx, null, ALICE);
    expect(cookie).not.toContain("alice");
    expect(knownDeviceId(ctx, cookie, ALICE)).toMatch(/^[\w-]{22}$/);
    expect(knownDeviceId(ctx, cookie, "bob@example.com")).toBeNull();
    expect(knownDeviceId(ctx, null, ALICE)).toBeNull();
  });

  it("keeps the id at the next sign-in, and the other people of the browser, up to five", () => {
    const first = rememberDevice(ctx, null, ALICE);
    const shared = rememberDevice(ctx, first, "bob@example.com");
    const again = rememberDevice(ctx, shared, ALICE);
    expect(knownDeviceId(ctx, again, ALICE)).toBe(knownDeviceId(ctx, first, ALICE));
    expect(knownDeviceId(ctx, again, "bob@example.com")).not.toBeNull();
    const crowded = ["c", "d", "e", "f"].reduce(
      (cookie, name) => rememberDevice(ctx, cookie, `${name}@example.com`),
      again,
    );
    expect(crowded.split("~")).toHaveLength(5);
    expect(knownDeviceId(ctx, crowded, "bob@example.com")).toBeNull();
    expect(knownDeviceId(ctx, crowded, ALICE)).not.toBeNull();
  });

  it("ends after 180 days", async () => {
    const timed = await device();
    const cookie = rememberDevice(timed, null, ALICE);
    timed.clock.advance(180 * DAY_MS - 1000);
    expect(knownDeviceId(timed, cookie, ALICE)).not.toBeNull();
    timed.clock.advance(1000);
    expect(knownDeviceId(timed, cookie, ALICE)).toBeNull();
  });

  it("cannot be made or stretched by others", async () => {
    const cookie = rememberDevice(ctx, null, ALICE);
    const [id = "", end = "", mac = ""] = cookie.split(".");
    for (const forged of [
      `${id}.${Number(end) + 1}.${mac}`,
      `${"A".repeat(22)}.${end}.${mac}`,
      `${id}.${end}.${"A".repeat(43)}`,
      `${id}.${end}`,
      "~~~",
      rememberDevice(await device(), null, ALICE),
    ]) {
      expect(knownDeviceId(ctx, forged, ALICE)).toBeNull();
    }
  });
});
