import { describe, expect, it } from "vitest";
import { amountsHiddenIn, PRIVACY_COOKIE, privacyCookie } from "@/components/privacy/privacy";

/** What the server reads of the cookie that the browser was given. */
const readBack = (text: string) => text.split("; ")[0]?.split("=")[1];

describe("privacyCookie", () => {
  it.each([true, false])("is read back as it was chosen: hidden %s", (hidden) => {
    const text = privacyCookie(hidden, false);
    expect(text.startsWith(`${PRIVACY_COOKIE}=`)).toBe(true);
    expect(amountsHiddenIn(readBack(text))).toBe(hidden);
  });

  it("lasts, holds for every page, and stays on https where it came from there", () => {
    expect(privacyCookie(true, true)).toMatch(/; Path=\/; Max-Age=31536000; SameSite=Lax; Secure$/);
    expect(privacyCookie(true, false)).not.toContain("Secure");
  });
});

describe("amountsHiddenIn", () => {
  it.each([undefined, "", "shown", "Hidden"])("shows amounts for %s", (text) => {
    expect(amountsHiddenIn(text)).toBe(false);
  });
});
