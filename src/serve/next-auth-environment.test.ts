import { createSecretKey } from "node:crypto";
import { expect, it } from "vitest";
import { nextAuthEnvironment } from "@/serve/next-auth-environment";

const key = (byte: number) => ({ key: createSecretKey(Buffer.alloc(32, byte)) });

it("derives a secret that depends on the master key alone and does not show it", () => {
  const first = nextAuthEnvironment("https://desk.example.com", key(1));
  expect(first.NEXTAUTH_URL).toBe("https://desk.example.com");
  expect(Buffer.from(first.NEXTAUTH_SECRET, "base64")).toHaveLength(32);
  expect(nextAuthEnvironment("http://localhost:3000", key(1)).NEXTAUTH_SECRET).toBe(first.NEXTAUTH_SECRET);
  expect(nextAuthEnvironment("http://localhost:3000", key(2)).NEXTAUTH_SECRET).not.toBe(
    first.NEXTAUTH_SECRET,
  );
  expect(first.NEXTAUTH_SECRET).not.toBe(Buffer.alloc(32, 1).toString("base64"));
});
