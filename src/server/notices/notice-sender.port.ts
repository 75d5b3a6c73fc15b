import type { Random } from "@/server/random";
import type { ErrorCode } from "@/shared/error-codes";
import type { ChannelKind, ChannelTarget, NoticeKind } from "@/shared/schemas/notice";
import type { Secret } from "@/shared/secret";

/** One notice as it leaves the house. It holds no secret, account number or amount. */
export interface NoticeMessage {
  /** The same at every try: a receiver can tell a repeat by it. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly title: string;
  readonly text: string;
  /** Page of the app that shows what to do. */
  readonly url: string;
  readonly connectionId: string | null;
  readonly connectionLabel: string | null;
  readonly errorCode: ErrorCode | null;
  readonly deadlineAt: Date | null;
  readonly createdAt: Date;
}

export type SendOutcome =
  | { readonly kind: "delivered" }
  /** Worth another try: the receiver has trouble or asks to wait. */
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly retryAfterSeconds: number | null }
  /** The receiver will never take it: wrong address, revoked hook. */
  | { readonly kind: "refused"; readonly code: ErrorCode };

/** Sends notices by mail and by web hooks. */
export interface NoticeSender {
  /** The kinds that this install can send: e-mail only where a mail server is set. */
  readonly kinds: readonly ChannelKind[];
  /**
   * Sends one message once. `signingSecret` is for kind `webhook`, whose receiver checks the signature with it.
   * Never throws for the receiver's trouble: the outcome says what happened.
   */
  send(target: ChannelTarget, signingSecret: Secret | null, message: NoticeMessage): Promise<SendOutcome>;
  /** A new secret for a channel of kind `webhook`, in the form that its receivers know. */
  newSigningSecret(random: Random): Secret;
  close(): Promise<void>;
}
