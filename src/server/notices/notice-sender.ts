import type { Clock } from "@/server/clock";
import type { PublicClient, PublicRequest } from "@/server/http/public-client";
import { discordRequest } from "@/server/notices/discord-channel";
import { createEmailChannel, type MailSettings } from "@/server/notices/email-channel";
import type { NoticeMessage, NoticeSender } from "@/server/notices/notice-sender.port";
import { ntfyRequest } from "@/server/notices/ntfy-channel";
import { failed, refused, type SendAttempt } from "@/server/notices/send-attempt";
import { sendByHook } from "@/server/notices/send-by-hook";
import { newSigningSecret } from "@/server/notices/signing-secret";
import { slackRequest } from "@/server/notices/slack-channel";
import { teamsRequest } from "@/server/notices/teams-channel";
import { webhookRequest } from "@/server/notices/webhook-channel";
import type { Logger } from "@/server/observability/logger";
import { CHANNEL_KINDS, type ChannelTarget } from "@/shared/schemas/notice";
import type { Secret } from "@/shared/secret";

export interface NoticeSenderDeps {
  /** Null where the operator has set no mail server: then mail is not among the kinds. */
  readonly mail: MailSettings | null;
  /** Reaches hooks. The sender closes it. */
  readonly http: PublicClient;
  readonly clock: Clock;
  readonly log: Logger;
}

type HookTarget = Exclude<ChannelTarget, { kind: "email" }>;

/** Sends notices by all kinds of channel. Addresses, tokens and the receivers' words are in no log line and no outcome. */
export function createNoticeSender({ mail, http, clock, log }: NoticeSenderDeps): NoticeSender {
  const email = mail === null ? null : createEmailChannel(mail, clock);

  async function attempt(
    target: ChannelTarget,
    signingSecret: Secret | null,
    message: NoticeMessage,
  ): Promise<SendAttempt> {
    if (target.kind === "email") {
      return email === null
        ? failed("NOTICE_MAIL_SETTINGS", "no mail server is set")
        : email.send(target.to, message);
    }
    const now = clock.now();
    const request = requestFor(target, signingSecret, message, now);
    return request === null
      ? refused("NOTICE_REFUSED", "the address does not fit the service")
      : sendByHook(http, request, now);
  }

  return {
    kinds: CHANNEL_KINDS.filter((kind) => kind !== "email" || email !== null),
    send: async (target, signingSecret, message) => {
      const startedAt = performance.now();
      const { outcome, detail } = await attempt(target, signingSecret, message);
      const fields = {
        channelKind: target.kind,
        noticeId: message.id,
        outcome: outcome.kind,
        detail,
        durationMs: Math.round(performance.now() - startedAt),
      };
      if (outcome.kind === "delivered") log.info(fields, "Notice sent");
      else log.warn({ ...fields, code: outcome.code }, "Notice not sent");
      return outcome;
    },
    newSigningSecret,
    close: async () => {
      email?.close();
      await http.close();
    },
  };
}

/** Null where the target can't be what its kind says. */
function requestFor(
  target: HookTarget,
  signingSecret: Secret | null,
  message: NoticeMessage,
  now: Date,
): PublicRequest | null {
  switch (target.kind) {
    case "webhook":
      if (signingSecret === null) throw new Error("A webhook needs its signing secret");
      return webhookRequest(target.url, signingSecret, message, now);
    case "slack":
      return slackRequest(target.url, message);
    case "discord":
      return discordRequest(target.url, message);
    case "teams":
      return teamsRequest(target.url, message);
    case "ntfy":
      return ntfyRequest(target.url, target.token, message);
  }
}
