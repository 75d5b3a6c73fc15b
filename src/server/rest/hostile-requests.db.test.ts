import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MOST_BODY_BYTES } from "@/server/rest/read-body";
import { allRoutes } from "@/server/rest/routes/all-routes";
import { problemSchema } from "@/shared/schemas/rest";
import { type ApiCall, callApi, giveToken } from "@/test/api-caller";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

const RUNS = 100;
/** Each is a hundred requests and more, on a machine that may have other work. */
const TIMEOUT_MS = 90_000;

let install: TestInstall;
let token: string;
let connectionId: string;

beforeAll(async () => {
  install = await createTestInstall();
  const owner = await install.addPerson({ roles: ["user", "trader", "admin"] });
  connectionId = (await connectKept(install, "quinn", { owner })).id;
  token = await giveToken(install.services, owner.id);
});
afterAll(() => install.close());

/** Sends it, and holds the answer to the rule: a refusal has a code and says nothing of the inside; never a 5xx. */
async function refusalOf(given: ApiCall): Promise<number> {
  const response = await callApi(install.services, given);
  const text = await response.text();
  expect([given, response.status, text.slice(0, 300)]).toEqual([
    given,
    expect.toSatisfy(isNotOurs),
    text.slice(0, 300),
  ]);
  if (response.status >= 400) {
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const problem = problemSchema.parse(JSON.parse(text));
    expect(problem.status).toBe(response.status);
    expect(text).not.toMatch(/ZodError|prisma|sqlite|\.ts:|stack/i);
  }
  return response.status;
}
const isNotOurs = (status: number) => status < 500;

const anyText = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "../../etc/passwd",
    "%00",
    "' OR 1=1 --",
    "\u0000",
    "🐎",
    "-1",
    "1e9",
  ),
  fc.string({ maxLength: 20 }).map((text) => text.repeat(400)),
);
/** What no URL can carry is replaced, as every client does. */
const sendable = (text: string) => Buffer.from(text).toString();
/** What a Headers object takes at all. */
const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 300,
});
const anyRoute = fc.constantFrom(
  ...allRoutes.filter(({ path, kind }) => kind === "json" && path !== "/health"),
);

describe("hostile requests get a refusal with a code", { timeout: TIMEOUT_MS }, () => {
  it("tokens", async () => {
    const [, id = "", secret = "", checksum = ""] = token.split("_");
    const damaged = fc
      .tuple(fc.nat({ max: token.length - 1 }), fc.string({ minLength: 1, maxLength: 1 }))
      .map(([at, character]) => `${token.slice(0, at)}${character}${token.slice(at + 1)}`)
      .filter((text) => text.trim() !== token);
    const anyBearer = fc.oneof(
      headerText,
      damaged.filter((text) => /^[\x20-\xff]*$/.test(text)),
      fc.constantFrom(
        `${token} `.repeat(2),
        token.toLowerCase(),
        `whl_${id}_${secret}`,
        `whl_${secret}_${id}_${checksum}`,
      ),
      fc.string({ unit: fc.constantFrom("a", "Z", "0", "_"), maxLength: 5000 }).map((text) => `whl_${text}`),
    );
    const schemes = fc.constantFrom("Bearer", "bearer", "Basic", "Token", "");
    await fc.assert(
      fc.asyncProperty(schemes, anyBearer, async (scheme, bearer) => {
        const headers = { authorization: `${scheme} ${bearer}` };
        expect(await refusalOf({ path: "/me", headers })).toBe(401);
      }),
      { numRuns: RUNS },
    );
  });

  it("paths and ids", async () => {
    await fc.assert(
      fc.asyncProperty(anyRoute, anyText, async ({ method, path }, text) => {
        const filled = path.replace(/\{\w+\}/g, encodeURIComponent(sendable(text)));
        await refusalOf({ method, path: filled, token });
      }),
      { numRuns: RUNS },
    );
    await fc.assert(
      fc.asyncProperty(fc.webPath(), async (path) => {
        await refusalOf({ path, token });
      }),
      { numRuns: RUNS },
    );
  });

  it("parameters", async () => {
    const names = [
      ...new Set(allRoutes.flatMap((route) => (route.kind === "json" ? Object.keys(route.query.shape) : []))),
    ];
    const anyQuery = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), anyText), anyText), {
      maxLength: 4,
    });
    const readers = fc.constantFrom(
      ...allRoutes.filter(({ kind, method }) => kind === "json" && method === "GET"),
    );
    await fc.assert(
      fc.asyncProperty(readers, anyQuery, async ({ path }, query) => {
        const wellFormed = query.map(([name, value]) => [sendable(name), sendable(value)]);
        const filled = path.replace(/\{\w+\}/g, connectionId);
        await refusalOf({ path: `${filled}?${new URLSearchParams(wellFormed)}`, token });
      }),
      { numRuns: RUNS },
    );
  });

  it("cursors, those of other lists, filters and tokens included", async () => {
    const first = await callApi(install.services, { path: "/audit?limit=1", token });
    const { nextCursor }: { nextCursor: string } = await first.json();
    const page = (query: string, bearer = token) => refusalOf({ path: `/audit?${query}`, token: bearer });
    expect(await page(`limit=1&cursor=${nextCursor}`)).toBe(200);
    expect(await page(`limit=1&outcome=denied&cursor=${nextCursor}`)).toBe(400);
    expect(await refusalOf({ path: `/wheel?cursor=${nextCursor}`, token })).toBe(400);
    const owner = (await install.services.storage.users.list())[0];
    const another = await giveToken(install.services, owner?.id ?? "");
    expect(await page(`cursor=${nextCursor}`, another)).toBe(400);
    const lists = allRoutes.filter((route) => route.kind === "json" && "cursor" in route.query.shape);
    expect(lists.length).toBeGreaterThan(6);
    const junk = fc.oneof(
      anyText.filter((text) => text !== ""),
      fc
        .nat({ max: nextCursor.length - 1 })
        .map((at) => `${nextCursor.slice(0, at)}~${nextCursor.slice(at + 1)}`),
      fc.string().map((text) => `${Buffer.from(text).toString("base64url")}.${"A".repeat(22)}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...lists), junk, async ({ path }, cursor) => {
        const query = new URLSearchParams({ cursor: sendable(cursor), underlying: "F" });
        if (!path.endsWith("/options")) query.delete("underlying");
        const filled = path.replace(/\{\w+\}/g, connectionId);
        expect(await refusalOf({ path: `${filled}?${query}`, token })).toBe(400);
      }),
      { numRuns: RUNS },
    );
  });

  it("headers", async () => {
    const names = [
      "if-none-match",
      "idempotency-key",
      "content-type",
      "content-encoding",
      "accept",
      "last-event-id",
    ];
    const anyHeaders = fc.dictionary(
      fc.constantFrom(...names, "cookie", "x-forwarded-for", "range"),
      headerText,
    );
    await fc.assert(
      fc.asyncProperty(anyRoute, anyHeaders, async ({ method, path }, headers) => {
        const body = method === "PUT" ? { stance: "s" } : undefined;
        const filled = path.replace(/\{\w+\}/g, connectionId);
        await refusalOf({ method, path: filled, token, headers, body });
      }),
      { numRuns: RUNS },
    );
  });

  it("bodies", async () => {
    const put = { method: "PUT", path: "/attention/nothing/dismissal", token };
    const anyBody = fc.oneof(
      fc.json(),
      fc.string(),
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.constantFrom(
        '{"__proto__":{"stance":"s"}}',
        '{"stance":"s","constructor":1}',
        "[".repeat(60_000),
        "\uFEFF{}",
      ),
      fc.integer({ min: 1, max: 3 }).map((times) => "x".repeat(MOST_BODY_BYTES * times)),
    );
    await fc.assert(
      fc.asyncProperty(
        anyBody.filter((text) => text.trim() !== ""),
        async (body) => {
          expect(await refusalOf({ ...put, body })).toBeGreaterThanOrEqual(400);
        },
      ),
      { numRuns: RUNS },
    );
    const bytes = await callApi(install.services, { ...put, body: '{"stance":"\ud800"}' });
    expect(bytes.status).toBeLessThan(500);
  });
});
