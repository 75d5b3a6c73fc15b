import { Socket } from "node:net";
import { beforeEach, describe, expect, it } from "vitest";
import { TokenLedger } from "@/test/model/token-ledger";

let ledger: TokenLedger;

beforeEach(() => {
  ledger = new TokenLedger();
  const login = ledger.begin({ ...request, form: new URLSearchParams({ grant_type: "password" }) });
  login.answered(200, tokens("one"), true);
});

const request = { method: "POST", path: "/oauth2/token/", bearer: null, connection: new Socket() };

function tokens(name: string): string {
  return JSON.stringify({ access_token: `access-${name}`, expires_in: 60, refresh_token: `refresh-${name}` });
}

function refresh(name: string, connection = new Socket()) {
  const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: `refresh-${name}` });
  return ledger.begin({ ...request, form, connection });
}

describe("the ledger of tokens", () => {
  it("finds nothing wrong with one exchange after the other", () => {
    for (const [from, to] of [
      ["one", "two"],
      ["two", "three"],
    ] as const) {
      const call = refresh(from);
      call.answered(200, tokens(to), true);
      call.over();
    }
    expect(ledger.takeBroken()).toEqual([]);
    expect(ledger.familyOf("access-three")).toBe(ledger.familyOf("refresh-one"));
    expect(ledger.familyOf("refresh-one")).toMatchObject({ refreshToken: "refresh-three" });
  });

  it("lets a token be tried again whose refusal broke off on its way, but not one whose refusal was read", () => {
    const torn = refresh("one");
    torn.answered(401, "{", false);
    torn.over();
    const read = refresh("one");
    expect(ledger.takeBroken()).toEqual([]);
    read.answered(401, "{}", true);
    read.over();
    refresh("one");
    expect(ledger.takeBroken()).toEqual([expect.stringContaining("sent again after the broker refused it")]);
  });

  it("sees two exchanges of one session at once", () => {
    refresh("one");
    refresh("one");
    expect(ledger.takeBroken()).toEqual(["two refreshes of session 1 were under way at once"]);
  });

  it("sees a spent token and a refused one that are sent again", () => {
    const spent = refresh("one");
    spent.answered(200, tokens("two"), true);
    spent.over();
    const refused = refresh("two");
    refused.answered(401, "{}", true);
    refused.over();
    refresh("one").over();
    refresh("two").over();
    expect(ledger.takeBroken()).toEqual([
      "a spent refresh token of session 1 was sent again",
      "a refresh token of session 1 was sent again after the broker refused it",
    ]);
    expect(ledger.familyOf("refresh-two")).toMatchObject({ refusedToRenew: true });
  });

  it("allows another try where the answer was lost, or its receiver died", () => {
    const garbled = refresh("one");
    garbled.answered(200, tokens("two").slice(0, -1), false);
    garbled.over();
    refresh("one").over();
    const died = refresh("one");
    died.answered(200, tokens("three"), true);
    ledger.forgive();
    refresh("one").over();
    expect(ledger.takeBroken()).toEqual([]);
    expect(ledger.familyOf("refresh-one")).toMatchObject({ mayHaveLost: true });
    expect(ledger.secrets).toContain("refresh-two");
  });

  it("knows a refusal of tokens that never served from one that came later", () => {
    const get = { ...request, method: "GET", form: new URLSearchParams(), bearer: "access-one" };
    ledger.begin(get).answered(200, "{}", true);
    ledger.begin(get).answered(401, "{}", true);
    expect(ledger.familyOf("access-one")).toMatchObject({ served: true, refusedWhenNew: false });
    const call = refresh("one");
    call.answered(200, tokens("two"), true);
    ledger.begin({ ...get, bearer: "access-two" }).answered(401, "{}", true);
    expect(ledger.familyOf("access-two")).toMatchObject({ refusedWhenNew: true });
  });
});
