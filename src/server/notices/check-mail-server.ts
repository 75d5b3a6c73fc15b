import { createTransport } from "nodemailer";
import { readMailServer } from "@/server/notices/mail-server";
import { AppError } from "@/shared/app-error";
import type { Secret } from "@/shared/secret";

/** Connects to the operator's mail server and signs in, without sending anything. Throws NOTICE_MAIL_SETTINGS. */
export async function checkMailServer(url: Secret, timeoutMs: number): Promise<void> {
  const transport = createTransport({
    ...readMailServer(url),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  });
  try {
    await transport.verify();
  } catch (cause) {
    throw new AppError("NOTICE_MAIL_SETTINGS", undefined, { cause });
  } finally {
    transport.close();
  }
}
