import type {
  AppSessionRecord,
  DataKeyRecord,
  InstallRecord,
  InvitationRecord,
  ThrottleRecord,
  UserRecord,
} from "@/server/storage/records";

export interface InstallStore {
  /** The single row; made on first use. */
  get(): Promise<InstallRecord>;
  /** The same, held until the transaction ends: whoever else holds it waits, and then gets what came of it. */
  hold(): Promise<InstallRecord>;
  setSetupCodeHash(hash: string): Promise<void>;
  /** The id of this install: the one it has, else the one offered, which it keeps from then on. */
  ensureInstallId(offered: string): Promise<string>;
  setKeyCanary(canary: string, masterKeyFingerprint: string): Promise<void>;
  /** Marks setup as done, only if it was open and the code matches: true for exactly one caller. */
  completeSetup(codeHash: string, completedAt: Date): Promise<boolean>;
  /** Makes the epoch greater than it was and than `above`, and the id of the install where it has none. */
  advanceEpoch(above: number, newId: string): Promise<{ readonly installId: string; readonly epoch: number }>;
  /** Notes that this is a restored copy, or an older one that was put back; `from` is its time, where known. */
  markRestored(at: Date, from: Date | null): Promise<void>;
  /** Takes that note away: true for exactly one caller. */
  acceptRestored(restoredAt: Date): Promise<boolean>;
}

export interface UserStore {
  /** Throws API_CONFLICT when the e-mail is taken. */
  create(user: UserRecord): Promise<void>;
  byId(id: string): Promise<UserRecord | null>;
  byEmail(email: string): Promise<UserRecord | null>;
  list(): Promise<UserRecord[]>;
  update(id: string, changes: Partial<Omit<UserRecord, "id" | "createdAt">>): Promise<void>;
  /** People who are not disabled and hold the admin role. */
  countActiveAdmins(): Promise<number>;
}

export interface AppSessionStore {
  create(session: AppSessionRecord): Promise<void>;
  byId(id: string): Promise<AppSessionRecord | null>;
  /** The session with its person in one read: this runs at every request. */
  withUser(id: string): Promise<{ session: AppSessionRecord; user: UserRecord } | null>;
  touch(id: string, lastSeenAt: Date): Promise<void>;
  /** True when it was live until now. */
  revoke(id: string, at: Date, reason: string): Promise<boolean>;
  /** Ends all live sessions of a person, but `exceptId`; how many there were. */
  revokeAllOf(userId: string, at: Date, reason: string, exceptId?: string): Promise<number>;
  /** Not revoked and not past their end, newest first. */
  liveOf(userId: string, now: Date): Promise<AppSessionRecord[]>;
  /** The latest `lastSeenAt` of each person, by user id. */
  lastSeenByUser(): Promise<ReadonlyMap<string, Date>>;
}

export interface InvitationStore {
  create(invitation: InvitationRecord): Promise<void>;
  byTokenHash(tokenHash: string): Promise<InvitationRecord | null>;
  byId(id: string): Promise<InvitationRecord | null>;
  /** Neither accepted, withdrawn nor expired; newest first. */
  open(now: Date): Promise<InvitationRecord[]>;
  /** Spends the invitation, only if it is open: true for exactly one caller. */
  accept(id: string, at: Date): Promise<boolean>;
  revoke(id: string, at: Date): Promise<boolean>;
}

export interface ThrottleStore {
  get(keys: readonly string[]): Promise<ThrottleRecord[]>;
  put(record: ThrottleRecord): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  /** Drops counters whose window began before the time and that block nobody any more. */
  removeOlderThan(time: Date): Promise<void>;
}

export interface DataKeyStore {
  byId(id: string): Promise<DataKeyRecord | null>;
  /** The key that seals for the owner now. */
  byOwner(ownerId: string): Promise<DataKeyRecord | null>;
  create(key: DataKeyRecord): Promise<void>;
  /** All of them, the retired ones included, oldest first. */
  list(): Promise<DataKeyRecord[]>;
  /** Replaces the wrapping, where it still is under the master key that was read. */
  rewrap(id: string, from: string, wrappedKey: string, masterKeyFingerprint: string): Promise<boolean>;
  /** From now on the owner's keys open what they sealed, and seal nothing more. */
  retireAllOf(ownerId: string, at: Date): Promise<void>;
  /** Removes a retired key. */
  remove(id: string): Promise<void>;
}
