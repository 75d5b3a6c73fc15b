import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ROBINHOOD_PROXY_RULES } from "@/server/brokers/robinhood/proxy-rules";
import { type AskedCall, judgeCall, type ProxyTerms } from "@/server/services/proxy/judge-call";
import { HTTP_METHODS } from "@/shared/schemas/broker";

const trading: ProxyTerms = { rules: ROBINHOOD_PROXY_RULES, access: "trading", allAccounts: true };
const call = (given: Partial<AskedCall> = {}): AskedCall => ({
  host: "api",
  method: "GET",
  path: "positions/",
  query: "",
  ...given,
});
const verdict = (given: Partial<AskedCall>, terms: Partial<ProxyTerms> = {}) => {
  const judged = judgeCall({ ...trading, ...terms }, call(given));
  return judged.kind === "passes" ? "passes" : judged.reason;
};

describe("a call of a program", () => {
  it.each<[string, Partial<AskedCall>, Partial<ProxyTerms>]>([
    ["passes", {}, {}],
    ["passes", { host: "bonfire", method: "HEAD", query: "a=b" }, { access: "read_only" }],
    ["passes", { method: "POST", path: "orders/" }, {}],
    ["passes", { method: "POST", path: "options/orders/1/cancel/" }, {}],
    ["not_offered", {}, { rules: null }],
    ["limited_to_accounts", {}, { allAccounts: false }],
    ["unknown_host", { host: "identi" }, {}],
    ["unknown_host", { host: "api.robinhood.com" }, {}],
    ["unknown_host", { host: "evil.example" }, {}],
    ["method", {}, { rules: { ...ROBINHOOD_PROXY_RULES, methods: ["POST"] } }],
    ["malformed", { path: "a/../b" }, {}],
    ["malformed", { query: "a#b" }, {}],
    ["refused_path", { path: "oauth2/token/" }, {}],
    ["refused_path", { path: "OAUTH2/revoke_token/", method: "POST" }, {}],
    ["refused_path", { path: "%6Fauth2/token/", method: "POST" }, {}],
    ["reads_only", { method: "POST", path: "orders/" }, { access: "read_only" }],
    ["not_writable", { method: "POST", path: "options/" }, {}],
    ["not_writable", { method: "POST", path: "orders2/" }, {}],
    ["not_writable", { method: "PATCH", path: "user/" }, {}],
  ])("%s: %j", (expected, given, terms) => {
    expect(verdict(given, terms)).toBe(expected);
  });

  it.each(ROBINHOOD_PROXY_RULES.refusedPaths.flatMap((path) => HTTP_METHODS.map((method) => [method, path])))(
    "%s %s is never let through, nor anything beneath it",
    (name, path) => {
      const method = HTTP_METHODS.find((each) => each === name) ?? "GET";
      for (const end of ["", "/", "/x", "/x/respond/"]) {
        expect(verdict({ method, path: `${path}${end}`.slice(1) })).toBe("refused_path");
      }
    },
  );

  it("changes something only where a rule names it, however it is spelled", () => {
    const words = ["orders", "options", "oauth2", "ach", "transfers", "user", "x", "Orders", "%6Frders"];
    fc.assert(
      fc.property(
        fc.constantFrom("POST", "PUT", "PATCH", "DELETE"),
        fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }),
        (method, parts) => {
          const path = decodeURIComponent(parts.join("/")).toLowerCase();
          const writable = ROBINHOOD_PROXY_RULES.writablePaths.some((beginning) =>
            `/${path}/`.startsWith(`${beginning}/`),
          );
          expect(verdict({ method, path: parts.join("/") }) === "passes").toBe(writable);
        },
      ),
    );
  });
});
