import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { disposeAll, Secret } from "@/shared/secret";

const TEXT = "\ufeffcorrect horse — Käse 🧀";

describe("a secret", () => {
  test("gives its value to those who ask for it, and to nobody else", () => {
    const secret = new Secret(TEXT);
    expect(secret.reveal()).toBe(TEXT);
    expect(secret.use((bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes))).toBe(TEXT);
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret, { depth: null, showHidden: true }),
      inspect({ deep: [secret] }, { depth: null }),
      JSON.stringify(structuredClone(secret)),
      JSON.stringify(Object.entries(secret)),
      new Error(`failed with ${secret}`).stack,
    ];
    for (const text of shown) {
      expect(text).not.toContain("horse");
      // Nor as numbers: "corr".
      expect(text).not.toContain("99, 111, 114, 114");
      expect(text).not.toContain("99,111,114,114");
    }
    expect(shown.slice(0, 3)).toEqual(["[redacted]", "[redacted]", '{"secret":"[redacted]"}']);
  });

  test("has no bytes left after it was disposed of, and says so to whoever reads it", () => {
    const secret = new Secret(TEXT);
    const held = secret.use((bytes) => bytes);
    expect(held.some((byte) => byte !== 0)).toBe(true);
    secret.dispose();
    expect(held.length).toBeGreaterThan(0);
    expect(held.every((byte) => byte === 0)).toBe(true);
    expect(() => secret.reveal()).toThrow("disposed");
    expect(() => secret.use(() => "kept")).toThrow("disposed");
    expect(() => secret.copy()).toThrow("disposed");
    expect(() => secret.dispose()).not.toThrow();
  });

  test("takes bytes over, so that they end with it", () => {
    const bytes = new TextEncoder().encode("given as bytes");
    const secret = new Secret(bytes);
    expect(secret.reveal()).toBe("given as bytes");
    secret[Symbol.dispose]();
    expect([...bytes]).toEqual(Array(14).fill(0));
  });

  test("lives on in its copy", () => {
    const secret = new Secret("one of two");
    const copy = secret.copy();
    secret.dispose();
    expect(copy.reveal()).toBe("one of two");
  });

  test("goes with all others of a form", () => {
    const form = { username: new Secret("rosa"), password: new Secret("hidden") };
    const held = Object.values(form).map((secret) => secret.use((bytes) => bytes));
    disposeAll(form);
    expect(held.flatMap((bytes) => [...bytes])).toEqual(Array(10).fill(0));
  });
});
