import { createSecretKey } from "node:crypto";
import { expect, it } from "vitest";
import { nextAuthEnvironment } from "@/serve/next-auth-environment";
import { authSecretOf } from "@/server/auth/auth-secret";

it("gives next-auth the same secret that the rest of the app derives", () => {
  const masterKey = { key: createSecretKey(Buffer.alloc(32, 1)) };
  expect(nextAuthEnvironment("https://desk.example.com", masterKey)).toEqual({
    NEXTAUTH_URL: "https://desk.example.com",
    NEXTAUTH_SECRET: authSecretOf(masterKey).reveal(),
  });
});
