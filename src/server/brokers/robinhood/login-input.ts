import { z } from "zod";
import type { LoginInput } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import type { RobinhoodLogin } from "@/server/brokers/robinhood/login-state";
import { totpSecretSchema } from "@/server/brokers/robinhood/one-time-code";
import { passwordGrantSchema } from "@/server/brokers/robinhood/token-request";
import { challengeCodeSchema } from "@/shared/schemas/challenge";

const inputSchema = z.object({
  grant: passwordGrantSchema,
  totpSecret: totpSecretSchema.nullable(),
  mfaCode: challengeCodeSchema.nullable(),
});

/**
 * The login that an input begins, before anything is sent. Throws VALIDATION_MISSING_FIELD without user name,
 * password or device token, and VALIDATION_INVALID_INPUT for a value that cannot be sent.
 */
export function beginLogin(input: LoginInput, requestId: string): RobinhoodLogin {
  const username = textOf(input, "username");
  const password = textOf(input, "password");
  const deviceToken = input.deviceToken?.reveal();
  if (username === null || password === null || deviceToken === undefined) {
    throw invalid("VALIDATION_MISSING_FIELD");
  }
  const parsed = inputSchema.safeParse({
    grant: { username: username.trim(), password, deviceToken, requestId, ...input.sessionParams },
    totpSecret: textOf(input, "mfaSecret"),
    mfaCode: textOf(input, "mfaCode"),
  });
  if (!parsed.success) throw invalid("VALIDATION_INVALID_INPUT");
  return { ...parsed.data, challenged: false };
}

/** A field that was left empty is one that was not given. */
function textOf(input: LoginInput, field: string): string | null {
  const text = input.credentials[field]?.reveal() ?? "";
  return text.trim() === "" ? null : text;
}

function invalid(code: "VALIDATION_MISSING_FIELD" | "VALIDATION_INVALID_INPUT"): BrokerError {
  return new BrokerError(code, { step: "login_input", safeToRepeat: false, countsAgainstLogin: false });
}
