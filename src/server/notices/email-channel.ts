import { createTransport } from "nodemailer";
import type { Clock } from "@/server/clock";
import { mailBody } from "@/server/notices/mail-body";
import { mailFailure } from "@/server/notices/mail-outcome";
import { readMailServer } from "@/server/notices/mail-server";
import type { NoticeMessage } from "@/server/notices/notice-sender.port";
import { delivered, type SendAttempt } from "@/server/notices/send-attempt";
import type { Secret } from "@/shared/secret";

export interface MailSettings {
  /** `smtp://` or `smtps://`, with user name and password where the server wants them. */
  readonly url: Secret;
  /** An address, or a name with an address. */
  readonly from: string;
}

export interface EmailChannel {
  send(to: string, message: NoticeMessage): Promise<SendAttempt>;
  /** Breaks off what is being sent. */
  close(): void;
}

/** Sends mail by the operator's server. `timeoutMs` is for the connection and for each reply; a mail takes four of it. */
export function createEmailChannel(settings: MailSettings, clock: Clock, timeoutMs = 15_000): EmailChannel {
  const closing = new AbortController();
  const transport = createTransport({
    ...readMailServer(settings.url),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    maxResponseSize: 64 * 1024,
  });
  const domain = settings.from.replace(/^.*@|>$/g, "");
  return {
    send: async (to, message) => {
      try {
        await transport.sendMail({
          ...mailBody(message),
          from: settings.from,
          // As an object: in a text, a comma would begin another recipient.
          to: { name: "", address: to },
          date: clock.now(),
          messageId: `<${message.id}@${domain}>`,
          // RFC 3834: no holiday reply comes back.
          headers: { "Auto-Submitted": "auto-generated" },
          disableFileAccess: true,
          disableUrlAccess: true,
          signal: AbortSignal.any([closing.signal, AbortSignal.timeout(4 * timeoutMs)]),
        });
        return delivered("SMTP");
      } catch (error) {
        return mailFailure(error);
      }
    },
    close: () => {
      closing.abort();
      transport.close();
    },
  };
}
