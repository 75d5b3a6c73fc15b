import { format } from "node:util";
import { afterEach, beforeEach } from "vitest";

const logged: string[] = [];

beforeEach(() => {
  logged.length = 0;
  console.error = (...parts: unknown[]) => {
    logged.push(format(...parts));
  };
});

afterEach(() => {
  const texts = logged.splice(0);
  if (texts.length > 0) throw new Error(`The test logged an error:\n${texts.join("\n")}`);
});
