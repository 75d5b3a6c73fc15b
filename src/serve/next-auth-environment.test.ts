import { expect, it } from "vitest";
import { nextAuthEnvironment } from "@/serve/next-auth-environment";
import { Secret } from "@/shared/secret";

it("gives next-auth the address and the secret of the install", () => {
  expect(nextAuthEnvironment("https://desk.example.com/wheel", new Secret("of the install"))).toEqual({
    NEXTAUTH_URL: "https://desk.example.com/wheel/api/auth",
    NEXTAUTH_SECRET: "of the install",
  });
});
