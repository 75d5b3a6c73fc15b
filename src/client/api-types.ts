import type { z } from "zod";
import type { AUDIT_OUTCOMES, AUDIT_SEVERITIES, AuditEventType } from "@/shared/audit-events";
import type {
  attentionPageSchema,
  connectionStateSchema,
  connectionStatusReplySchema,
  connectionsPageSchema,
  dismissalReplySchema,
  healthReplySchema,
  optionsPageSchema,
  ownTokenReplySchema,
  positionsPageSchema,
  valueHistoryPageSchema,
  wheelPageSchema,
} from "@/shared/schemas/rest";
import type { leaseInputSchema, SessionLeaseView } from "@/shared/schemas/session-lease";
import type { OrderStatus } from "@/shared/schemas/trading";

// Answers, as Wheelhouse's own schemas describe them.
export type OwnToken = z.output<typeof ownTokenReplySchema>;
export type ConnectionState = z.output<typeof connectionStateSchema>;
export type ConnectionStatusReply = z.output<typeof connectionStatusReplySchema>;
export type ConnectionsPage = z.output<typeof connectionsPageSchema>;
export type PositionsPage = z.output<typeof positionsPageSchema>;
export type OptionsPage = z.output<typeof optionsPageSchema>;
export type ValueHistoryPage = z.output<typeof valueHistoryPageSchema>;
export type WheelPage = z.output<typeof wheelPageSchema>;
export type AttentionPage = z.output<typeof attentionPageSchema>;
export type DismissalReply = z.output<typeof dismissalReplySchema>;
export type Health = z.output<typeof healthReplySchema>;
export interface LeaseList {
  readonly leases: SessionLeaseView[];
  readonly nextCursor: string | null;
}

// Questions.
export interface PageQuery {
  /** Rows at once: at most 200, of orders 100. */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}
export interface FreshQuery {
  /** Ask the broker now, whatever is known already. */
  readonly fresh?: boolean | undefined;
}
export interface PositionsQuery extends PageQuery, FreshQuery {
  readonly accountId?: string | undefined;
  readonly symbol?: readonly string[] | undefined;
  /** Options as well as shares. Default: true. */
  readonly options?: boolean | undefined;
}
export interface OptionsQuery extends PageQuery, FreshQuery {
  readonly underlying: string;
  readonly expiration?: string | undefined;
  readonly right?: "call" | "put" | undefined;
}
export interface OrdersQuery extends PageQuery, FreshQuery {
  readonly status?: OrderStatus | undefined;
}
export interface ValueHistoryQuery extends PageQuery {
  readonly from?: string | undefined;
}
export interface IncomeQuery extends FreshQuery {
  /** All that the token reaches unless given. */
  readonly connectionId?: readonly string[] | undefined;
}
export interface WheelQuery extends PageQuery, IncomeQuery {}
export interface AttentionQuery extends PageQuery, FreshQuery {}
export interface AuditQuery extends PageQuery {
  readonly eventType?: readonly AuditEventType[] | undefined;
  readonly severity?: readonly (typeof AUDIT_SEVERITIES)[number][] | undefined;
  readonly outcome?: readonly (typeof AUDIT_OUTCOMES)[number][] | undefined;
  readonly user?: string | undefined;
  readonly text?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
export type LeaseInput = z.input<typeof leaseInputSchema>;
