import type { PublicRequest } from "@/server/http/public-client";
import { hookRequest } from "@/server/notices/hook-request";
import type { NoticeMessage } from "@/server/notices/notice-sender.port";
import { webhookSignature } from "@/server/notices/signing-secret";
import { ERROR_CODES } from "@/shared/error-codes";
import type { Secret } from "@/shared/secret";

/**
 * A notice for a program, signed by the Standard Webhooks specification: `webhook-id` is the same at every try,
 * `webhook-timestamp` is the second of this try. A receiver checks `webhook-signature`, takes nothing whose timestamp
 * is more than 5 minutes from its own clock, and drops an id that it has had: then neither a forged nor a recorded
 * call does anything.
 */
export function webhookRequest(
  url: string,
  secret: Secret,
  message: NoticeMessage,
  now: Date,
): PublicRequest {
  const timestampSeconds = Math.floor(now.getTime() / 1000);
  const request = hookRequest(url, {
    type: `notice.${message.kind}`,
    timestamp: message.createdAt.toISOString(),
    data: {
      id: message.id,
      title: message.title,
      text: message.text,
      url: message.url,
      connectionId: message.connectionId,
      connectionLabel: message.connectionLabel,
      errorCode: message.errorCode,
      errorNumber: message.errorCode === null ? null : ERROR_CODES[message.errorCode].number,
      deadlineAt: message.deadlineAt?.toISOString() ?? null,
    },
  });
  const headers = {
    ...request.headers,
    "webhook-id": message.id,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": webhookSignature(secret, message.id, timestampSeconds, request.body),
  };
  return { ...request, headers };
}
