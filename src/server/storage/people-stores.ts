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
  setSetupCodeHash(hash: string): Promise<void>;
  setKeyCanary(canary: string, masterKeyFingerprint: string): Promise<void>;
  /** Marks setup as done, only if it was open and the code matches: true for exactly one caller. */
  completeSetup(codeHash: string, completedAt: Date): Promise<boolean>;
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
}
