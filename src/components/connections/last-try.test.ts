import { describe, expect, it } from "vitest";
import { lastTry, renewalReason } from "@/components/connections/last-try";

describe("how the last try ended", () => {
  it("is told with the code's sentence and number", () => {
    expect(lastTry("CONN_BROKER_UNAVAILABLE")).toBe(
      "The last try ended with: The broker is not available (2004)",
    );
    expect(lastTry(null)).toBeNull();
  });

  it("does not call a session expired that still serves", () => {
    expect(renewalReason("AUTH_SESSION_EXPIRED", "Robinhood")).toBe("Robinhood refused to renew it (1003)");
    expect(renewalReason("AUTH_INVALID_CREDENTIALS", "Robinhood")).toBe(
      "The last try ended with: Invalid username or password (1001)",
    );
    expect(renewalReason(null, "Robinhood")).toBeNull();
  });
});
