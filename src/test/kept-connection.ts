import type { LoggedRequest } from "@/sandbox/http/request-log";
import type { ConnectionRecord, UserRecord } from "@/server/storage/records";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/** A person with a connection that is connected, and what its keeping can be judged by. */
export interface KeptConnection {
  readonly id: string;
  readonly owner: UserRecord;
  readonly sessionId: string;
  /** The connection's row as it is now. */
  row(): Promise<ConnectionRecord>;
  /** Token calls of the sandbox's person, by grant. */
  grants(grant: "password" | "refresh_token"): LoggedRequest[];
  /** Kinds of all notices to the owner, oldest first. */
  notices(): Promise<string[]>;
  /** Types of all audit events about the connection or a session of it, oldest first. */
  eventTypes(): Promise<string[]>;
}

/** Connects a new person's connection to the account of one of the sandbox's people. */
export async function connectKept(
  install: TestInstall,
  who: string,
  options: { remember?: boolean; owner?: UserRecord } = {},
): Promise<KeptConnection> {
  const owner = options.owner ?? (await install.addPerson());
  const caller = await install.callerOf(owner);
  const { id } = await caller.connections.add({ broker: "robinhood", label: who, access: "read_only" });
  const view = await caller.connections.startLogin({
    connectionId: id,
    credentials: { username: `${who}@example.com`, password: `not-a-real-password-${who}` },
    remember: options.remember ?? false,
  });
  const { storage } = install.services;
  return {
    id,
    owner,
    sessionId: view.session?.id ?? "none",
    row: async () => {
      const row = await storage.connections.byId(id);
      if (row === null) {
        throw new Error("the connection is gone");
      }
      return row;
    },
    grants: (grant) => install.sandbox.control.requests({ person: who, grant }),
    notices: async () =>
      (await storage.notices.listOf(owner.id, 100, null)).toReversed().map(({ kind }) => kind),
    eventTypes: async () =>
      (await install.events())
        .filter(({ targetId, details }) => targetId === id || details["connectionId"] === id)
        .map(({ eventType }) => eventType),
  };
}

/** A second process on the database and at the broker of the first. */
export function secondProcess(
  first: TestInstall,
  options: Parameters<typeof createTestInstall>[0] = {},
): Promise<TestInstall> {
  return createTestInstall({
    sandbox: first.sandbox,
    storage: {
      storage: first.services.storage,
      databaseUrl: first.databaseUrl,
      provider: first.services.storage.provider,
      close: async () => {},
    },
    process: "test-2",
    ...options,
  });
}
