import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createToken } from "@/server/services/api-tokens/create-token";
import { listTokenChoices } from "@/server/services/api-tokens/list-token-choices";
import { requireUser } from "@/server/services/permit";
import { accountRefOf } from "@/server/services/portfolio/account-ref";
import { keepDailyValues } from "@/server/services/portfolio/daily-values";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { AccountSummary } from "@/shared/schemas/account";
import { createTokenInputSchema, type Scope, type TokenReach, WHOLE_REACH } from "@/shared/schemas/api-token";
import { buildConnection } from "@/test/builders";
import { createServiceHarness, PASSWORD, type ServiceHarness } from "@/test/service-harness";

let harness: ServiceHarness;
let ctx: ServiceContext;
let first: ConnectionRecord;
let second: ConnectionRecord;
let foreign: ConnectionRecord;

beforeAll(async () => {
  harness = await createServiceHarness();
  ctx = await harness.member("user", "trader");
  const connect = async (ownerId: string, accounts: readonly string[]) => {
    const connection = buildConnection({ ownerId });
    await harness.services.storage.connections.create(connection);
    if (accounts.length > 0) {
      await keepDailyValues(ctx, connection, accounts.map(summaryOf), harness.clock.now());
    }
    return connection;
  };
  const { userId } = requireUser(ctx);
  first = await connect(userId, ["111111", "222222"]);
  second = await connect(userId, []);
  foreign = await connect((await harness.person()).id, ["333333"]);
});
afterAll(() => harness.close());

function summaryOf(accountNumber: string): AccountSummary {
  return {
    accountNumber,
    kind: "cash",
    currency: "USD",
    buyingPower: "1",
    cash: "1",
    portfolioValue: "2",
    totalReturnToday: null,
    totalReturnTotal: null,
    dayTradesRemaining: null,
    patternDayTrader: null,
    updatedAt: harness.clock.now().toISOString(),
  };
}

const make = (reach: Partial<TokenReach>, scopes: Scope[] = ["read:positions"]) =>
  createToken(
    ctx,
    createTokenInputSchema.parse({
      name: "bot",
      scopes,
      reach: { ...WHOLE_REACH, ...reach },
      confirmPassword: PASSWORD,
    }),
  );
const idOf = (connection: ConnectionRecord, number: string) =>
  accountRefOf(ctx, connection, number).accountId;

describe("the reach of a token", () => {
  it("is chosen from the person's own connections and accounts", async () => {
    const { connections, scopes } = await listTokenChoices(ctx);
    expect(scopes).toContain("session:lease");
    expect(scopes).not.toContain("read:audit");
    expect(connections.map(({ id, accounts }) => [id, accounts.length])).toEqual([
      [first.id, 2],
      [second.id, 0],
    ]);
    expect(JSON.stringify(connections)).not.toMatch(/111111|222222|333333/);
    const reach = {
      brokers: [first.broker],
      connectionIds: [first.id],
      accountIds: [idOf(first, "222222")],
    };
    expect((await make(reach)).view.reach).toEqual(reach);
    expect((await make({})).view.reach).toEqual(WHOLE_REACH);
  });

  it("names the field that is not theirs", async () => {
    const wrong: readonly (readonly [Partial<TokenReach>, string])[] = [
      [{ connectionIds: [foreign.id] }, "reach.connectionIds"],
      [{ connectionIds: [first.id, "unknown"] }, "reach.connectionIds"],
      [{ accountIds: [idOf(foreign, "333333")] }, "reach.accountIds"],
      [{ connectionIds: [second.id], accountIds: [idOf(first, "111111")] }, "reach.accountIds"],
    ];
    for (const [reach, field] of wrong) {
      await expect(make(reach)).rejects.toMatchObject({
        code: "VALIDATION_INVALID_INPUT",
        fields: { [field]: expect.any(String) },
      });
    }
  });

  it.each(["session:proxy", "session:proxy_write", "session:lease", "session:lease_full"] as const)(
    "by account leaves no room for %s",
    async (scope) => {
      const accountIds = [idOf(first, "111111")];
      await expect(make({ accountIds }, ["read:positions", scope])).rejects.toMatchObject({
        code: "VALIDATION_INVALID_INPUT",
        fields: { scopes: `A token that is limited to accounts can't have ${scope}` },
      });
      expect((await make({ connectionIds: [first.id] }, [scope])).view.scopes).toEqual([scope]);
    },
  );

  it("with any limit leaves no room for the audit log, which can't be told by connection", async () => {
    const admin = await harness.member("admin");
    const input = (reach: TokenReach) =>
      createTokenInputSchema.parse({
        name: "bot",
        scopes: ["read:audit"],
        reach,
        confirmPassword: PASSWORD,
      });
    await expect(createToken(admin, input({ ...WHOLE_REACH, brokers: ["robinhood"] }))).rejects.toMatchObject(
      { fields: { scopes: "A token with a limited reach can't have read:audit" } },
    );
    expect((await createToken(admin, input(WHOLE_REACH))).view.scopes).toEqual(["read:audit"]);
  });
});
