import { describe, expect, it } from "vitest";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";

describe("the code of what was thrown", () => {
  it("is its own, or that of the unexpected", () => {
    expect(codeOf(new AppError("CONN_TIMEOUT"))).toBe("CONN_TIMEOUT");
    expect(codeOf(new Error("CONN_TIMEOUT"))).toBe("API_UNEXPECTED");
    expect(codeOf(null)).toBe("API_UNEXPECTED");
  });
});
