import type { PublicClient, PublicRequest } from "@/server/http/public-client";
import { readRetryAfter } from "@/server/notices/retry-after";
import { delivered, failed, refused, type SendAttempt } from "@/server/notices/send-attempt";
import { AppError } from "@/shared/app-error";

/** Too early and too many: the only refusals of HTTP that time mends. */
const LATER = new Set([408, 425, 429]);

/**
 * Posts the request and says what became of it. 2xx is delivered; 408, 425, 429, 5xx and trouble of the network are
 * worth another try; all else is refused, a redirect (not followed) and a removed hook (404, 410) included.
 */
export async function sendByHook(
  http: PublicClient,
  request: PublicRequest,
  now: Date,
): Promise<SendAttempt> {
  try {
    const { status, retryAfter } = await http.post(request);
    const detail = `HTTP ${status}`;
    if (status >= 200 && status < 300) return delivered(detail);
    return status >= 500 || LATER.has(status)
      ? failed("NOTICE_UNDELIVERED", detail, readRetryAfter(retryAfter, now))
      : refused("NOTICE_REFUSED", detail);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "CONN_ADDRESS_REFUSED") return refused(error.code, "not sent");
    const code = error.code === "CONN_UNEXPECTED_REPLY" ? "NOTICE_UNDELIVERED" : error.code;
    return failed(code, `no reply: ${String(error.cause)}`);
  }
}
