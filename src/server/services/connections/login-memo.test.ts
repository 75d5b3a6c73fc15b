import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { decodeWaitingLogin, encodeWaitingLogin } from "@/server/services/connections/login-memo";
import { Secret } from "@/shared/secret";

const memo = {
  keep: { password: new Secret("hunter2-hunter2") },
  loginName: "a•••@example.com",
  deviceKnown: true,
};

describe("a waiting login", () => {
  it("comes back as it was", () => {
    const back = decodeWaitingLogin(encodeWaitingLogin(memo, { phase: "prompt", id: "w1" }));
    expect(back.broker).toEqual({ phase: "prompt", id: "w1" });
    expect(back.memo.loginName).toBe(memo.loginName);
    expect(back.memo.deviceKnown).toBe(true);
    expect(back.memo.keep["password"]?.reveal()).toBe("hunter2-hunter2");
  });

  it("prints none of its secrets", () => {
    expect(inspect(encodeWaitingLogin(memo, {}), { depth: 9 })).not.toContain("hunter2");
    expect(JSON.stringify(memo)).not.toContain("hunter2");
  });

  it("refuses a text that it did not write", () => {
    expect(() => decodeWaitingLogin(new Secret('{"keep":{}}'))).toThrow();
    expect(() => decodeWaitingLogin(new Secret("not json"))).toThrow();
  });
});
