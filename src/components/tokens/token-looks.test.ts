import { describe, expect, it } from "vitest";
import { offeredGroups, SCOPE_GROUPS } from "@/components/tokens/scope-groups";
import { firstLines, reachWords, useCount } from "@/components/tokens/token-looks";
import { SCOPE_NAMES, type TokenReach, WHOLE_REACH } from "@/shared/schemas/api-token";

const connections = [
  {
    id: "c1",
    broker: "robinhood" as const,
    label: "Family",
    accounts: [
      { accountId: "a1", maskedNumber: "••11" },
      { accountId: "a2", maskedNumber: "••22" },
    ],
  },
  { id: "c2", broker: "robinhood" as const, label: "Own", accounts: [] },
];
const words = (reach: Partial<TokenReach>) => reachWords({ ...WHOLE_REACH, ...reach }, { connections });

describe("what a token reaches", () => {
  it.each([
    [{}, "All your connections, later ones too"],
    [{ brokers: ["robinhood" as const] }, "All connections of robinhood"],
    [{ connectionIds: ["c1", "c2"] }, "Family, Own"],
    [{ connectionIds: ["c2", "gone"] }, "Own, 1 removed connection"],
    [{ connectionIds: ["x", "y"] }, "2 removed connections"],
    [{ connectionIds: ["c1"], accountIds: ["a2"] }, "Family ••22"],
    [{ accountIds: ["a1", "gone"] }, "Family ••11, 1 removed account"],
  ])("%j is told as %s", (reach, told) => {
    expect(words(reach)).toBe(told);
  });
});

it("counts uses in words", () => {
  expect([0, 1, 1204].map(useCount)).toEqual(["0 uses", "1 use", "1,204 uses"]);
});

it("gives two settings and a call", () => {
  expect(firstLines("https://w.example", "whl_x").split("\n")).toEqual([
    "WHEELHOUSE_URL=https://w.example",
    "WHEELHOUSE_TOKEN=whl_x",
    'curl -H "Authorization: Bearer $WHEELHOUSE_TOKEN" $WHEELHOUSE_URL/api/v1/me',
  ]);
});

describe("groups of scopes", () => {
  it("hold each scope once", () => {
    const all = SCOPE_GROUPS.flatMap(({ scopes }) => scopes);
    expect(all.toSorted()).toEqual(SCOPE_NAMES.toSorted());
  });

  it("are offered with what the person may give", () => {
    expect(offeredGroups(["read:positions", "session:lease"]).map(({ scopes }) => scopes)).toEqual([
      ["read:positions"],
      ["session:lease"],
    ]);
  });
});
