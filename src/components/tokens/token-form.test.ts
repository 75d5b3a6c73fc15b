import { describe, expect, it } from "vitest";
import { EMPTY_TOKEN, type TokenValues, tokenFields, tokenFormSchema } from "@/components/tokens/token-form";
import type { TokenChoices } from "@/shared/schemas/api-token";

const choices: TokenChoices = {
  scopes: ["read:positions"],
  connections: [
    {
      id: "c1",
      broker: "robinhood",
      label: "Family",
      accounts: [
        { accountId: "a1", maskedNumber: "••11" },
        { accountId: "a2", maskedNumber: "••22" },
      ],
    },
    { id: "c2", broker: "robinhood", label: "Own", accounts: [{ accountId: "a3", maskedNumber: "••33" }] },
  ],
};
const filled: TokenValues = {
  ...EMPTY_TOKEN,
  name: " Bot ",
  scopes: ["read:positions"],
  confirmPassword: "a password",
};
const parse = (given: Partial<TokenValues>) => tokenFormSchema(choices).safeParse({ ...filled, ...given });
const wrongIn = (given: Partial<TokenValues>) =>
  Object.fromEntries((parse(given).error?.issues ?? []).map(({ path, message }) => [path[0], message]));

describe("the form of a new token", () => {
  it("makes a request of what was typed", () => {
    const { data } = parse({
      addresses: "192.0.2.7, 10.0.0.0/8;\n2001:db8::/32 ",
      perMinute: " 30 ",
      days: "7",
    });
    expect(data).toEqual({
      name: "Bot",
      scopes: ["read:positions"],
      reach: { brokers: null, connectionIds: null, accountIds: null },
      expiresInDays: 7,
      allowedAddresses: ["192.0.2.7", "10.0.0.0/8", "2001:db8::/32"],
      requestsPerMinute: 30,
      confirmPassword: "a password",
    });
  });

  it("takes connections as chosen, and accounts with the connections that have them", () => {
    expect(parse({ reach: "connections", connectionIds: ["c2"], accountIds: ["a1"] }).data?.reach).toEqual({
      brokers: null,
      connectionIds: ["c2"],
      accountIds: null,
    });
    expect(parse({ reach: "accounts", accountIds: ["a2"] }).data?.reach).toEqual({
      brokers: null,
      connectionIds: ["c1"],
      accountIds: ["a2"],
    });
  });

  it.each([
    [{ name: " " }, { name: "Give the token a name" }],
    [{ scopes: [] }, { scopes: "Choose at least one scope" }],
    [{ reach: "connections" as const }, { reach: "Choose at least one" }],
    [{ reach: "accounts" as const }, { reach: "Choose at least one" }],
    [{ perMinute: "many" }, { perMinute: "Enter a number from 1 to 6000" }],
    [{ perMinute: "0" }, { perMinute: "Enter a number from 1 to 6000" }],
    [
      { scopes: [], confirmPassword: "" },
      { scopes: "Choose at least one scope", confirmPassword: "Enter your Wheelhouse password" },
    ],
    [{ confirmPassword: "" }, { confirmPassword: "Enter your Wheelhouse password" }],
  ])("names the field that is wrong in %j", (given, wrong) => {
    expect(wrongIn(given)).toEqual(wrong);
  });

  it("says how addresses are written", () => {
    expect(wrongIn({ addresses: "my-server" }).addresses).toContain("192.0.2.7");
  });

  it("finds its fields in what the server names", () => {
    expect(
      tokenFields({
        "reach.accountIds": "not yours",
        "allowedAddresses.0": "no address",
        expiresInDays: "too long",
        requestsPerMinute: "too many",
        confirmPassword: "wrong",
      }),
    ).toEqual({
      reach: "not yours",
      addresses: "no address",
      days: "too long",
      perMinute: "too many",
      confirmPassword: "wrong",
    });
  });
});
