import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { UserRecord } from "@/server/storage/records";
import { accountSummaryViewSchema } from "@/shared/schemas/account";
import type { TokenReach } from "@/shared/schemas/api-token";
import { attentionPageSchema, wheelPageSchema } from "@/shared/schemas/rest";
import { type ApiCall, callApi, giveToken } from "@/test/api-caller";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/** Two connections of one person, of which the first has several accounts, and one of another person. */
let install: TestInstall;
let owner: UserRecord;
let mine: string;
let other: string;
let strangers: string;
let accounts: string[];
let whole: string;

beforeAll(async () => {
  install = await createTestInstall();
  owner = await install.addPerson({ roles: ["user", "trader", "admin"] });
  mine = (await connectKept(install, "quinn", { owner })).id;
  install.advance(1);
  other = (await connectKept(install, "tess", { owner })).id;
  strangers = (await connectKept(install, "hana")).id;
  whole = await giveToken(install.services, owner.id);
  const summary = accountSummaryViewSchema.parse(
    await body({ path: `/connections/${mine}/account`, token: whole }),
  );
  accounts = summary.accounts.map(({ accountId }) => accountId);
});
afterAll(() => install.close());

const call = (given: ApiCall) => callApi(install.services, given);
async function body(given: ApiCall): Promise<unknown> {
  const response = await call(given);
  expect(response.status).toBe(200);
  return response.json();
}
const limited = (reach: Partial<TokenReach>) => giveToken(install.services, owner.id, { reach });

const VIEWS = ["/connections", "/wheel", "/income", "/attention", "/value-history?limit=200"];
const OF_CONNECTION = ["", "/status", "/account", "/positions", "/options?underlying=F", "/orders"];

describe("a token", () => {
  it("sees all of its person's when nothing limits it", async () => {
    expect(accounts.length).toBeGreaterThan(1);
    for (const path of VIEWS) {
      const text = JSON.stringify(await body({ path, token: whole }));
      expect([path, text.includes(mine), text.includes(other)]).toEqual([path, true, true]);
    }
  });

  it("sees nothing of a connection that is out of its reach", async () => {
    const token = await limited({ connectionIds: [mine] });
    for (const path of VIEWS) {
      const text = JSON.stringify(await body({ path, token }));
      expect([path, text.includes(mine), text.includes(other)]).toEqual([path, true, false]);
    }
    for (const end of OF_CONNECTION) {
      expect((await call({ path: `/connections/${mine}${end}`, token })).status).toBe(200);
      expect((await call({ path: `/connections/${other}${end}`, token })).status).toBe(404);
    }
    for (const act of ["check", "refresh"]) {
      const path = `/connections/${other}/${act}`;
      expect((await call({ method: "POST", path, token })).status).toBe(404);
    }
    expect((await call({ path: `/wheel?connectionId=${other}`, token })).status).toBe(404);
    expect((await call({ path: `/income?connectionId=${mine}&connectionId=${other}`, token })).status).toBe(
      404,
    );
  });

  it("is not widened by a connection of another person in its reach", async () => {
    const token = await limited({ connectionIds: [strangers] });
    expect((await call({ path: `/connections/${strangers}`, token })).status).toBe(404);
    for (const path of VIEWS) {
      expect(JSON.stringify(await body({ path, token }))).not.toContain(strangers);
    }
  });

  it("sees nothing at a broker that is out of its reach", async () => {
    const token = await limited({ brokers: ["etrade"] });
    for (const path of VIEWS) {
      const text = JSON.stringify(await body({ path, token }));
      expect([path, text.includes(mine) || text.includes(other)]).toEqual([path, false]);
    }
    for (const end of OF_CONNECTION) {
      expect((await call({ path: `/connections/${mine}${end}`, token })).status).toBe(404);
    }
  });

  it("sees nothing of an account that is out of its reach", async () => {
    const [reached = "", ...beyond] = accounts;
    const token = await limited({ accountIds: [reached] });
    const paths = [...VIEWS, ...OF_CONNECTION.map((end) => `/connections/${mine}${end}`)];
    const seen = new Set<string>();
    for (const path of paths) {
      const text = JSON.stringify(await body({ path, token }));
      for (const account of accounts) if (text.includes(account)) seen.add(account);
      expect([path, beyond.filter((account) => text.includes(account))]).toEqual([path, []]);
    }
    expect([...seen]).toEqual([reached]);
    const asked = await body({ path: `/connections/${mine}/positions?accountId=${beyond[0]}`, token });
    expect(asked).toMatchObject({ positions: [] });
    expect(await body({ path: `/connections/${mine}`, token })).toMatchObject({ accounts: [] });
  });

  it("finds a cycle only where it reaches", async () => {
    const { cycles } = wheelPageSchema.parse(await body({ path: "/wheel", token: whole }));
    const ofMine = cycles.find(({ connectionId }) => connectionId === mine);
    const ofOther = cycles.find(({ connectionId }) => connectionId === other);
    const token = await limited({ accountIds: [ofMine?.accountId ?? ""] });
    expect((await call({ path: `/wheel/${ofMine?.cycleId}`, token })).status).toBe(200);
    expect((await call({ path: `/wheel/${ofOther?.cycleId}`, token })).status).toBe(404);
    expect((await call({ path: `/wheel/${ofOther?.cycleId}`, token: whole })).status).toBe(200);
  });

  it("puts aside only what it can see", async () => {
    const { items } = attentionPageSchema.parse(await body({ path: "/attention", token: whole }));
    const item = items.find(({ connectionId }) => connectionId === other);
    if (item === undefined) throw new Error("nothing needs attention there");
    const dismissal = (token: string): ApiCall => ({
      method: "PUT",
      path: `/attention/${encodeURIComponent(item.key)}/dismissal`,
      body: { stance: item.stance },
      token,
    });
    const blind = await limited({ connectionIds: [mine] });
    expect((await call(dismissal(blind))).status).toBe(404);
    const dismissedAt = async () => {
      const view = attentionPageSchema.parse(await body({ path: "/attention", token: whole }));
      return view.items.find(({ key }) => key === item.key)?.dismissedAt;
    };
    expect(await dismissedAt()).toBeNull();
    const seeing = await limited({ connectionIds: [other] });
    expect(await body(dismissal(seeing))).toEqual({ key: item.key, dismissed: true });
    expect(await dismissedAt()).toBe(install.clock.now().toISOString());
    const back = { ...dismissal(blind), method: "DELETE", body: undefined };
    expect((await call(back)).status).toBe(404);
    expect(await body({ ...back, token: whole })).toEqual({ key: item.key, dismissed: false });
    expect(await dismissedAt()).toBeNull();
  });

  it("reads the log of the whole install only when nothing limits it", async () => {
    expect((await call({ path: "/audit", token: whole })).status).toBe(200);
    for (const reach of [
      { connectionIds: [mine] },
      { accountIds: accounts },
      { brokers: ["robinhood" as const] },
    ]) {
      const response = await call({ path: "/audit", token: await limited(reach) });
      expect([response.status, z.looseObject({}).parse(await response.json())["name"]]).toEqual([
        403,
        "API_SCOPE_MISSING",
      ]);
    }
  });
});
