import type { HttpReplyHead } from "@/server/http/http.port";
import type { CallVerdict } from "@/server/services/upstream/breaker";
import { codeOf } from "@/shared/code-of";
import type { ErrorCode } from "@/shared/error-codes";

/** What came of one request: a reply of any status, or what was thrown instead. */
export type CallOutcome<Reply extends HttpReplyHead = HttpReplyHead> =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "error"; readonly error: unknown };

export async function outcomeOf<Reply extends HttpReplyHead>(
  send: () => Promise<Reply>,
): Promise<CallOutcome<Reply>> {
  try {
    return { kind: "reply", reply: await send() };
  } catch (error) {
    return { kind: "error", error };
  }
}

export function resultOf<Reply extends HttpReplyHead>(outcome: CallOutcome<Reply>): Reply {
  if (outcome.kind === "error") {
    throw outcome.error;
  }
  return outcome.reply;
}

/** A reply that is too large or no HTTP is one all the same; codes that are not here never reached the broker. */
const VERDICTS: Partial<Record<ErrorCode, CallVerdict>> = {
  CONN_NETWORK_ERROR: "trouble",
  CONN_TIMEOUT: "trouble",
  CONN_SSL_ERROR: "trouble",
  CONN_UNEXPECTED_REPLY: "answered",
};

/** What an outcome says about the broker. A refusal, even 'slow down', shows that it is there. */
export function verdictOf(outcome: CallOutcome): CallVerdict {
  if (outcome.kind === "reply") {
    return outcome.reply.status >= 500 ? "trouble" : "answered";
  }
  return VERDICTS[codeOf(outcome.error)] ?? "unsent";
}
