import { expect, it } from "vitest";
import { addressOf, curlOf, missingIn, readable } from "@/components/api-docs/api-request";
import type { PageParameter, PageRoute } from "@/server/rest/page-routes";

const parameter = (name: string, given: Partial<PageParameter> = {}): PageParameter => ({
  name,
  in: "query",
  required: false,
  description: null,
  type: "text",
  choices: [],
  standard: null,
  ...given,
});
const route: PageRoute = {
  operationId: "dismiss",
  method: "PUT",
  path: "/attention/{key}/dismissal",
  noun: "Attention",
  summary: "Put aside",
  description: null,
  scopes: ["write:attention"],
  status: 200,
  parameters: [
    parameter("key", { in: "path", required: true }),
    parameter("symbol", { type: "list of text" }),
    parameter("fresh"),
  ],
  bodyExample: '{\n  "stance": "text"\n}',
  replyExample: "{}",
  mediaType: "application/json",
};

it("puts what was typed in its place", () => {
  expect(addressOf(route, { key: " a/b c", symbol: "F, SOFI", fresh: "" })).toBe(
    "/api/v1/attention/a%2Fb%20c/dismissal?symbol=F&symbol=SOFI",
  );
  expect(addressOf({ ...route, parameters: [] }, {})).toBe("/api/v1/attention/{key}/dismissal");
});

it("tells what is missing", () => {
  expect(missingIn(route, { key: " " })).toEqual(["key"]);
  expect(missingIn(route, { key: "a" })).toEqual([]);
});

it("writes the call for a terminal without a token", () => {
  expect(curlOf(route, "https://house.example")).toBe(
    [
      'curl -X PUT "https://house.example/api/v1/attention/{key}/dismissal" \\',
      '  -H "Authorization: Bearer $WHEELHOUSE_TOKEN" \\',
      '  -H "Content-Type: application/json" \\',
      `  -d '{"stance":"text"}'`,
    ].join("\n"),
  );
  expect(curlOf({ ...route, method: "GET", scopes: null, bodyExample: null }, "")).toBe(
    'curl "/api/v1/attention/{key}/dismissal"',
  );
});

it("makes replies readable", () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable("not JSON")).toBe("not JSON");
});
