import { expect, it } from "vitest";
import { oneTimeCode, totpSecretSchema } from "@/server/brokers/robinhood/one-time-code";

/** RFC 6238, appendix B (SHA-1), cut to six digits. */
const rfcSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

it.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [20_000_000_000, "353130"],
])("gives RFC 6238's code at second %i", (second, code) => {
  expect(oneTimeCode(rfcSecret, new Date(second * 1000))).toBe(code);
});

it.each(["gezd gnbv-gy3t qojq gezd gnbv gy3t qojq", `${rfcSecret}======`])("mends %s", (text) => {
  expect(totpSecretSchema.parse(text)).toBe(rfcSecret);
});

it("takes a secret of ten bytes, as brokers give them", () => {
  expect(totpSecretSchema.parse("JBSWY3DPEHPK3PXP")).toBe("JBSWY3DPEHPK3PXP");
});

it.each(["", "ABC", "JBSWY3DPEHPK3PX", "JBSWY3DPEHPK3PX1", "JBSWY3DPEHPK3PXPA", "x".repeat(300)])(
  "refuses %o",
  (text) => {
    expect(totpSecretSchema.safeParse(text).success).toBe(false);
  },
);
