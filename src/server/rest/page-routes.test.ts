import { describe, expect, it } from "vitest";
import { describeRoutes } from "@/server/rest/describe-routes";
import { pageRoutes } from "@/server/rest/page-routes";
import { allRoutes } from "@/server/rest/routes/all-routes";

const routes = pageRoutes(describeRoutes(allRoutes));
const parametersOf = (operation: string) =>
  routes
    .find(({ operationId }) => operationId === operation)
    ?.parameters.map(({ name, type, choices, standard }) => [name, type, choices.length, standard]);

describe("the routes of the page", () => {
  it("tell their parameters in words", () => {
    expect(parametersOf("listPositions")).toEqual([
      ["id", "text", 0, null],
      ["limit", "integer", 0, "50"],
      ["cursor", "text", 0, null],
      ["fresh", "boolean", 0, "false"],
      ["accountId", "text", 0, null],
      ["symbol", "list of text", 0, null],
      ["options", "boolean", 0, "true"],
    ]);
    expect(parametersOf("listOptions")).toContainEqual(["expiration", "date", 0, null]);
    expect(parametersOf("listOptions")).toContainEqual(["right", "text", 2, null]);
    const audit = parametersOf("listAuditEvents");
    expect(audit?.find(([name]) => name === "severity")).toEqual(["severity", "list of text", 4, "[]"]);
    expect(audit?.find(([name]) => name === "eventType")?.[2]).toBe(0);
  });

  it("show what goes in and what comes out", () => {
    const dismissal = routes.find(({ operationId }) => operationId === "dismissAttention");
    expect(dismissal).toMatchObject({ bodyExample: '{\n  "stance": "text"\n}', status: 200 });
    const events = routes.find(({ operationId }) => operationId === "watchConnections");
    expect(events).toMatchObject({ replyExample: null, bodyExample: null, mediaType: "text/event-stream" });
  });

  it("carry no schemas", () => {
    expect(JSON.stringify(routes).length).toBeLessThan(150_000);
    expect(JSON.stringify(routes)).not.toContain("additionalProperties");
  });
});
