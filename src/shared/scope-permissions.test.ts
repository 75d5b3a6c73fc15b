import { expect, it } from "vitest";
import { SCOPE_NAMES } from "@/shared/schemas/api-token";
import { scopesOf, WHOLE_CONNECTION_SCOPES } from "@/shared/scope-permissions";

it("gives each role the scopes of its permissions", () => {
  expect(scopesOf(["admin"])).toEqual(SCOPE_NAMES);
  const beyondUser = ["read:audit", "session:proxy_write", "session:lease", "session:lease_full"];
  expect(scopesOf(["user"])).toEqual(SCOPE_NAMES.filter((scope) => !beyondUser.includes(scope)));
  expect(scopesOf(["trader"])).toEqual(["session:proxy_write", "session:lease", "session:lease_full"]);
  expect(scopesOf(["user", "trader"])).toEqual(SCOPE_NAMES.filter((scope) => scope !== "read:audit"));
  expect(scopesOf([])).toEqual([]);
});

it("names the scopes that can't be told by account", () => {
  expect(WHOLE_CONNECTION_SCOPES).toEqual(
    SCOPE_NAMES.filter((scope) => /^session:(proxy|lease)/.test(scope)),
  );
});
