import { describe, expect, it } from "vitest";
import { maskAccountNumber, maskLoginName } from "@/server/services/connections/mask";

describe("masking", () => {
  it("shows the last four characters of an account number", () => {
    expect(maskAccountNumber("5AB12345")).toBe("••••2345");
  });

  it("shows enough of a login name for its owner", () => {
    expect(maskLoginName("ada@example.com")).toBe("a•••@example.com");
    expect(maskLoginName("trader7")).toBe("tr•••");
  });
});
