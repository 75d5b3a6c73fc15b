import type { BreakerRecord, FlightRecord, RequestWindowRecord } from "@/server/storage/records";
import type { FlightRecordKind } from "@/shared/schemas/flight-record";

export interface RequestWindowStore {
  /** The row as it is now, made if there was none, and held until the transaction ends. */
  hold(connectionId: string, now: Date): Promise<RequestWindowRecord>;
  get(connectionId: string): Promise<RequestWindowRecord | null>;
  /** Puts `next` in the place of `seen`; false, and nothing is written, if the row is another by now. */
  replace(seen: RequestWindowRecord, next: RequestWindowRecord): Promise<boolean>;
  put(record: RequestWindowRecord): Promise<void>;
  removeOlderThan(time: Date): Promise<number>;
}

export interface BreakerStore {
  get(key: string): Promise<BreakerRecord | null>;
  list(): Promise<BreakerRecord[]>;
  /** The row as it is now, made closed if there was none, and held until the transaction ends. */
  hold(key: string, now: Date): Promise<BreakerRecord>;
  put(record: BreakerRecord): Promise<void>;
}

export interface FlightRecordStore {
  /** In this order, all or none. */
  append(...records: readonly Omit<FlightRecord, "seq">[]): Promise<void>;
  /** Newest first, only those before `beforeSeq` and of these kinds when they are given. */
  pageOf(
    connectionId: string,
    limit: number,
    beforeSeq: number | null,
    kinds?: readonly FlightRecordKind[],
  ): Promise<FlightRecord[]>;
  removeOf(connectionId: string): Promise<void>;
  /** Leaves each connection its newest `kept` lines; how many were removed. */
  trimEach(kept: number): Promise<number>;
  removeOlderThan(time: Date): Promise<number>;
}
