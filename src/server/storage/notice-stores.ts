import type {
  NoticeChannelRecord,
  NoticeDeliveryRecord,
  NoticeDeliveryStatus,
  NoticeRecord,
} from "@/server/storage/records";
import type { NoticeKind } from "@/shared/schemas/notice";

/** A notice before it has its place in the order of all; most kinds have no details. */
export type NewNotice = Omit<NoticeRecord, "seq" | "details"> & Partial<Pick<NoticeRecord, "details">>;

export interface NoticeStore {
  /** Writes the notice unless one with its dedupe key exists: its `seq`, or null for a repeat. */
  create(notice: NewNotice): Promise<number | null>;
  ofOwner(ownerId: string, id: string): Promise<NoticeRecord | null>;
  byId(id: string): Promise<NoticeRecord | null>;
  /** Newest first, only those before `beforeSeq` when it is given. */
  listOf(ownerId: string, limit: number, beforeSeq: number | null): Promise<NoticeRecord[]>;
  countUnread(ownerId: string): Promise<number>;
  /** Notices about a connection that ask for something and are not mended yet. */
  openOf(connectionId: string): Promise<NoticeRecord[]>;
  /** Marks as read all up to `seq`; how many there were. */
  markRead(ownerId: string, uptoSeq: number, at: Date): Promise<number>;
  /** When notices of a kind were raised about a connection since the time; newest first. */
  raisedSince(connectionId: string, kind: NoticeKind, since: Date, limit: number): Promise<Date[]>;
  resolve(connectionId: string, at: Date): Promise<number>;
  removeOlderThan(time: Date): Promise<number>;
}

export interface NoticeChannelStore {
  create(channel: NoticeChannelRecord): Promise<void>;
  ofOwner(ownerId: string, id: string): Promise<NoticeChannelRecord | null>;
  byId(id: string): Promise<NoticeChannelRecord | null>;
  listOf(ownerId: string): Promise<NoticeChannelRecord[]>;
  update(
    id: string,
    changes: Partial<Omit<NoticeChannelRecord, "id" | "ownerId" | "kind" | "createdAt">>,
  ): Promise<void>;
  remove(id: string): Promise<boolean>;
}

export interface NoticeDeliveryStore {
  create(delivery: NoticeDeliveryRecord): Promise<void>;
  byId(id: string): Promise<NoticeDeliveryRecord | null>;
  /** Pending, due, not leased, and the first of their line; oldest notice first. */
  due(now: Date, limit: number): Promise<NoticeDeliveryRecord[]>;
  countPending(): Promise<number>;
  /** The earliest time at which a pending delivery may be due. */
  nextDue(): Promise<Date | null>;
  /** Takes the lease of a delivery that still is as `due` gave it: true for exactly one process. */
  takeLease(seen: NoticeDeliveryRecord, leaseToken: string, until: Date): Promise<boolean>;
  /** Notes, for the holder of the lease only, that a try begins, and when the next comes if it never ends. */
  countTry(
    id: string,
    leaseToken: string,
    counted: Pick<NoticeDeliveryRecord, "attempts" | "nextAttemptAt">,
  ): Promise<boolean>;
  /** Writes only for the holder of the lease, and frees it. */
  settle(
    id: string,
    leaseToken: string,
    changes: Pick<NoticeDeliveryRecord, "status" | "attempts" | "nextAttemptAt" | "errorCode" | "endedAt">,
  ): Promise<boolean>;
  countOf(channelId: string): Promise<{ pending: number; dead: number }>;
  /** What went before in the line, newest first. */
  earlierInLine(
    lineKey: string,
    noticeSeq: number,
    limit: number,
  ): Promise<{ status: NoticeDeliveryStatus; attempts: number; kind: NoticeKind }[]>;
  /** Deadlines that wait in the line to be told: by then the person must have acted. */
  waitingDeadlines(lineKey: string): Promise<Date[]>;
  /** What waits for a channel is looked at now; how many. */
  wakeChannel(channelId: string, now: Date): Promise<number>;
  /** What waits in a line and was never tried is looked at now; how many. */
  wakeLine(lineKey: string, now: Date): Promise<number>;
  /** No lease of a pending one ends later than this; how many did. */
  shortenLeases(longest: Date): Promise<number>;
  /** Pending ones that were made after now are looked at now; how many. */
  wakeWrittenAhead(now: Date): Promise<number>;
  /** The dead ones of a channel become pending again; how many. */
  revive(channelId: string, now: Date): Promise<number>;
  removeEndedOlderThan(time: Date): Promise<number>;
}
