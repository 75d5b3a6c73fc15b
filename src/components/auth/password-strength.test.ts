import { describe, expect, it } from "vitest";
import { advisePassword } from "@/components/auth/password-strength";

describe("advisePassword", () => {
  it.each([
    ["", 0, "12 more characters needed"],
    ["elevenchars", 0, "1 more character needed"],
    ["graceisgreat1", 1, "your name"],
    ["aaaaaaaaaaaaaaaa", 1, "few characters"],
    ["tidelampbrick", 2, "Every extra word"],
    ["correct horse battery staple", 3, "password manager"],
    ["quiet-lamp-9-boat", 3, "password manager"],
  ])("rates %j at %i", (password, level, part) => {
    const advice = advisePassword(password, ["Grace Hopper", "g.hopper@example.com"], 12);
    expect(advice.level).toBe(level);
    expect(advice.advice).toContain(part);
  });
});
