import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RestRoute } from "@/server/rest/rest-route";
import { allRoutes } from "@/server/rest/routes/all-routes";
import type { Role } from "@/shared/permissions";
import { SCOPE_NAMES, type Scope } from "@/shared/schemas/api-token";
import { problemSchema } from "@/shared/schemas/rest";
import { callApi, giveToken } from "@/test/api-caller";
import { createTestInstall, type TestInstall } from "@/test/test-install";

const HOLDER: readonly Role[] = ["user", "admin"];
const TRADER: readonly Role[] = ["trader", "admin"];
const ADMIN: readonly Role[] = ["admin"];
const MEMBER: readonly Role[] = ["user", "trader", "admin"];

interface Row {
  /** Whoever has one of these roles… */
  readonly roles: readonly Role[];
  /** …by a token with one of these scopes; null is every token. */
  readonly scopes: readonly Scope[] | null;
}
const row = (roles: readonly Role[], ...scopes: Scope[]): Row => ({ roles, scopes });
const OPEN = "open";

/** Who may call what, written by hand: the test must not learn it from the code. */
const ALLOWED: Readonly<Record<string, Row | typeof OPEN>> = {
  "GET /health": OPEN,
  "GET /openapi.json": OPEN,
  "GET /me": { roles: MEMBER, scopes: null },
  "GET /connections": row(HOLDER, "read:connections"),
  "GET /connections/{id}": row(HOLDER, "read:connections"),
  "GET /connections/{id}/status": row(HOLDER, "read:connections"),
  "GET /events": row(HOLDER, "read:connections"),
  "POST /connections/{id}/check": row(HOLDER, "session:refresh"),
  "POST /connections/{id}/refresh": row(HOLDER, "session:refresh"),
  "GET /connections/{id}/account": row(HOLDER, "read:account"),
  "GET /connections/{id}/positions": row(HOLDER, "read:positions"),
  "GET /connections/{id}/options": row(HOLDER, "read:options"),
  "GET /connections/{id}/orders": row(HOLDER, "read:orders"),
  "GET /value-history": row(HOLDER, "read:account"),
  "GET /wheel": row(HOLDER, "read:wheel"),
  "GET /wheel/{cycleId}": row(HOLDER, "read:wheel"),
  "GET /income": row(HOLDER, "read:wheel"),
  "GET /attention": row(HOLDER, "read:attention"),
  "PUT /attention/{key}/dismissal": row(HOLDER, "write:attention"),
  "DELETE /attention/{key}/dismissal": row(HOLDER, "write:attention"),
  "GET /audit": row(ADMIN, "read:audit"),
  // The kind of lease decides; without a word of it, it is the lesser one.
  "POST /connections/{id}/leases": row(TRADER, "session:lease"),
  "GET /connections/{id}/leases": row(HOLDER, "read:connections"),
  "DELETE /connections/{id}/leases/{leaseId}": row(TRADER, "session:lease"),
  "GET /connections/{id}/proxy/{host}/{path*}": row(HOLDER, "session:proxy"),
  "POST /connections/{id}/proxy/{host}/{path*}": row(TRADER, "session:proxy_write"),
  "PUT /connections/{id}/proxy/{host}/{path*}": row(TRADER, "session:proxy_write"),
  "PATCH /connections/{id}/proxy/{host}/{path*}": row(TRADER, "session:proxy_write"),
  "DELETE /connections/{id}/proxy/{host}/{path*}": row(TRADER, "session:proxy_write"),
};

const nameOf = ({ method, path }: RestRoute) => `${method} ${path}`;
const ROUTES = allRoutes.map((route) => [nameOf(route), route] as const);
const ROLE_SETS: readonly (readonly Role[])[] = [
  ["user"],
  ["trader"],
  ["admin"],
  ["user", "trader"],
  ["user", "trader", "admin"],
];

let install: TestInstall;
/** A token of somebody with all roles, by scope. */
const ofScope = new Map<Scope, string>();
/** A token with all scopes, by roles. */
const ofRoles = new Map<string, string>();

beforeAll(async () => {
  install = await createTestInstall();
  const everything = await install.addPerson({ roles: ["user", "trader", "admin"] });
  for (const scope of SCOPE_NAMES) {
    ofScope.set(scope, await giveToken(install.services, everything.id, { scopes: [scope] }));
  }
  for (const roles of ROLE_SETS) {
    const person = await install.addPerson({ roles: [...roles] });
    ofRoles.set(roles.join(), await giveToken(install.services, person.id));
  }
});
afterAll(() => install.close());

/** The route's denial of a call with nothing but a token, or null. What it lets in ends elsewhere: nothing is there. */
async function denialOf(route: RestRoute, token: string | undefined): Promise<string | null> {
  const path = route.path.replace(/\{\w+\*?\}/g, "nothing");
  const response = await callApi(install.services, {
    method: route.method,
    path,
    ...(token !== undefined && { token }),
  });
  expect(response.status).toBeLessThan(500);
  if (response.status !== 401 && response.status !== 403) {
    await response.body?.cancel();
    return null;
  }
  return problemSchema.parse(await response.json()).name;
}

describe("routes, scopes and roles", () => {
  it("have a row each in the table", () => {
    expect(Object.keys(ALLOWED)).toEqual(expect.arrayContaining(ROUTES.map(([name]) => name)));
    expect(new Set(ROUTES.map(([name]) => name)).size).toBe(ROUTES.length);
  });

  describe.each(ROUTES)("%s", (name, route) => {
    const allowed = ALLOWED[name] ?? row([]);

    it("needs a token, unless it is open", async () => {
      expect(await denialOf(route, undefined)).toBe(allowed === OPEN ? null : "AUTH_TOKEN_INVALID");
    });

    it.each(SCOPE_NAMES)("with the scope %s alone", async (scope) => {
      const isAllowed = allowed === OPEN || allowed.scopes === null || allowed.scopes.includes(scope);
      expect(await denialOf(route, ofScope.get(scope))).toBe(isAllowed ? null : "API_SCOPE_MISSING");
    });

    it.each(ROLE_SETS.map((roles) => [roles.join()] as const))("with the roles %s", async (roles) => {
      const isAllowed = allowed === OPEN || allowed.roles.some((role) => roles.split(",").includes(role));
      expect(await denialOf(route, ofRoles.get(roles))).toBe(isAllowed ? null : "API_PERMISSION_DENIED");
    });
  });

  it("writes every denial down, with the token", async () => {
    const before = (await install.services.storage.audit.search(denials)).events[0]?.seq ?? 0;
    const wheel = allRoutes.find(({ path }) => path === "/wheel");
    if (wheel === undefined) throw new Error("there is no wheel");
    await denialOf(wheel, ofScope.get("read:orders"));
    const [event] = (await install.services.storage.audit.search(denials)).events;
    expect(event?.seq).toBeGreaterThan(before);
    expect(event).toMatchObject({
      targetId: "GET /wheel",
      interface: "api",
      details: { errorCode: "API_SCOPE_MISSING", scopes: ["read:wheel"], apiToken: expect.any(String) },
    });
  });
});

const denials = {
  eventTypes: ["PERMISSION_DENIED" as const],
  severities: [],
  outcomes: [],
  user: "",
  text: "",
  from: null,
  to: null,
  cursor: null,
  limit: 1,
};
