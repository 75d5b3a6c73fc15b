import { expect, it } from "vitest";
import type { BrokerCall } from "./broker-tap";
import { COMMIT_LIMIT_MS, duplicateRefreshes, isRevoked, isSpent, possibleTokens } from "./refresh-ledger";

let number = 0;
function call(given: Partial<BrokerCall>): BrokerCall {
  number += 1;
  const arrivedAtMs = given.arrivedAtMs ?? number * 10_000;
  return {
    number,
    worker: 1,
    kind: "refresh",
    person: "hana",
    tokenHash: "old",
    arrivedAtMs,
    processedAtMs: arrivedAtMs + 10,
    status: 200,
    repliedAtMs: arrivedAtMs + 20,
    issuedHash: "new",
    ...given,
  };
}
const unanswered = { repliedAtMs: null } as const;

it("takes a token for spent once another was given for it", () => {
  expect(isSpent([call({})], "old")).toBe(true);
  expect(isSpent([call({})], "new")).toBe(false);
  expect(isSpent([call({ issuedHash: "old" })], "old")).toBe(false);
  expect(isSpent([call({ processedAtMs: null, status: null, issuedHash: null })], "old")).toBe(false);
});

it("takes a token for revoked once the broker was told", () => {
  expect(isRevoked([call({ kind: "revoke" })], "old")).toBe(true);
  expect(isRevoked([call({ kind: "revoke", processedAtMs: null })], "old")).toBe(false);
});

it("forgives the same token sent again only after a death over the first time", () => {
  const first = call({ arrivedAtMs: 1000 });
  const second = call({ worker: 2, arrivedAtMs: 5000, status: 401, issuedHash: null });
  const pairs = (deaths: [number, number][], one = first) =>
    duplicateRefreshes([one, second], new Map(deaths)).length;
  expect(pairs([])).toBe(1);
  expect(pairs([[1, 1050]])).toBe(0);
  expect(pairs([[1, 1020 + COMMIT_LIMIT_MS]])).toBe(1);
  expect(pairs([[1, 4900]], { ...first, ...unanswered })).toBe(0);
  expect(pairs([[1, 6000]], { ...first, ...unanswered })).toBe(1);
});

it("counts no request that never reached the broker", () => {
  const lost = call({ processedAtMs: null, status: null, issuedHash: null, ...unanswered });
  expect(duplicateRefreshes([lost, call({ worker: 2 })], new Map())).toEqual([]);
});

it("lets a token that stays good be sent again, but not twice at once", () => {
  const good = { issuedHash: "old" };
  const first = call({ arrivedAtMs: 1000, ...good });
  expect(duplicateRefreshes([first, call({ arrivedAtMs: 2000, ...good })], new Map())).toEqual([]);
  expect(duplicateRefreshes([first, call({ arrivedAtMs: 1015, ...good })], new Map())).toHaveLength(1);
});

it("wants the stored token to be the last one that a living worker had time to store, or a later one", () => {
  const login = call({ kind: "login", tokenHash: null, issuedHash: "a", arrivedAtMs: 0 });
  const stored = call({ tokenHash: "a", issuedHash: "b", arrivedAtMs: 1000 });
  const lost = call({ worker: 2, tokenHash: "b", issuedHash: "c", arrivedAtMs: 9000, ...unanswered });
  const possible = (deaths: [number, number][], nowMs: number) =>
    possibleTokens([login, stored, lost], "hana", new Map(deaths), nowMs);
  expect(possible([[2, 9015]], 20_000)).toEqual(["b", "c"]);
  expect(possible([[1, 1030]], 20_000)).toEqual(["a", "b", "c"]);
  expect(possibleTokens([login], "ivan", new Map(), 20_000)).toEqual([]);
});
