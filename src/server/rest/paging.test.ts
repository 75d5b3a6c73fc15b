import { describe, expect, it } from "vitest";
import { pageOf } from "@/server/rest/paging";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";
import { keysWithoutDatabase } from "@/test/test-keys";

const cipher = createEnvelopeCipher({
  keys: keysWithoutDatabase(),
  clock: new FixedClock(),
  random: createSeededRandom(),
});
const token = {
  id: "token-1",
  ownerId: "user-1",
  name: "Test",
  secretHash: "",
  scopes: [],
  reach: { brokers: null, connectionIds: null, accountIds: null },
  allowedAddresses: [],
  requestsPerMinute: 1,
  createdAt: new Date(0),
  expiresAt: new Date(0),
  revokedAt: null,
  replaces: null,
  lastUsedAt: null,
  lastUsedFrom: null,
  uses: 0,
};
const subject = { operation: "list", input: { filter: 1 } };
const page = (rows: readonly string[], limit: number, cursor: string | null = null) =>
  pageOf({ cipher, token }, subject, rows, { limit, cursor: cursor ?? undefined, keyOf: (row) => row });

describe("a page of rows", () => {
  it("goes on after the row at which the one before ended", () => {
    const first = page(["a", "b", "c", "d"], 2);
    expect(first.rows).toEqual(["a", "b"]);
    const { rows, nextCursor } = page(["a", "b", "c", "d"], 2, first.nextCursor);
    expect([rows, nextCursor]).toEqual([["c", "d"], null]);
  });

  it("neither repeats nor loses rows when others come or go before it", () => {
    const { nextCursor } = page(["a", "b", "c", "d"], 2);
    expect(page(["new", "a", "b", "c", "d"], 9, nextCursor).rows).toEqual(["c", "d"]);
    expect(page(["b", "c", "d"], 9, nextCursor).rows).toEqual(["c", "d"]);
  });

  it("goes on at the same place when the row itself is gone", () => {
    const { nextCursor } = page(["a", "b", "c", "d"], 2);
    expect(page(["a", "c", "d"], 9, nextCursor).rows).toEqual(["d"]);
    expect(page([], 9, nextCursor)).toEqual({ rows: [], nextCursor: null });
  });

  it("comes to an end when rows have the same key", () => {
    const rows = ["a", "a", "a", "a", "b"];
    const collected: string[] = [];
    let cursor: string | null = null;
    do {
      const next: ReturnType<typeof page> = page(rows, 2, cursor);
      collected.push(...next.rows);
      cursor = next.nextCursor;
    } while (cursor !== null && collected.length < 20);
    expect(collected).toEqual(rows);
  });
});
