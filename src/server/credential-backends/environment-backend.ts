import type { CredentialBackend } from "@/server/credential-backends/credential-backend.port";
import type { Storage } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import type { Secret } from "@/shared/secret";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

/** The fields of Robinhood's form that variables stand for. The one-time code is for one login, and not among them. */
const FIELDS = {
  username: ({ username }) => username,
  password: ({ password }) => password,
  mfaSecret: ({ mfaSecret }) => mfaSecret,
} as const satisfies Record<string, (settings: HeadlessSettings) => Secret | undefined>;

const isField = (name: string): name is keyof typeof FIELDS => Object.hasOwn(FIELDS, name);

interface EnvironmentBackendOptions {
  readonly storage: Pick<Storage, "connections" | "users">;
  /** Throws an error whose message names every malformed variable, never its value. */
  readonly readVariables: () => HeadlessSettings;
}

/** The `ROBINHOOD_…` variables, for the Robinhood connections of the owner of the install. Nothing is written. */
export function createEnvironmentBackend({
  storage,
  readVariables,
}: EnvironmentBackendOptions): CredentialBackend {
  function variables(): HeadlessSettings {
    try {
      return readVariables();
    } catch (cause) {
      const message =
        cause instanceof Error ? cause.message : "The credentials in the environment are wrong.";
      throw new AppError("STORAGE_BACKEND_UNAVAILABLE", message);
    }
  }

  return {
    name: "env",
    canWrite: false,
    isOutside: true,
    check: async () => {
      try {
        const { username, password } = variables();
        const missing = [
          ...(username === undefined ? ["ROBINHOOD_USERNAME"] : []),
          ...(password === undefined ? ["ROBINHOOD_PASSWORD"] : []),
        ];
        return missing.length === 0
          ? { isUp: true, reason: null }
          : { isUp: false, reason: `Set ${missing.join(" and ")}, and restart.` };
      } catch (error) {
        return { isUp: false, reason: String(error instanceof AppError ? error.message : error) };
      }
    },
    get: async (_tx, { ownerId, connectionId, name }) => {
      if (!isField(name)) return null;
      const [owner, connection] = await Promise.all([
        storage.users.byId(ownerId),
        storage.connections.byId(connectionId),
      ]);
      if (owner?.isOwner !== true || connection?.ownerId !== ownerId || connection.broker !== "robinhood") {
        return null;
      }
      // A copy: whoever gets it disposes of it.
      return FIELDS[name](variables())?.copy() ?? null;
    },
    put: async () => {
      throw new AppError(
        "STORAGE_BACKEND_READ_ONLY",
        "SECURE_STORAGE is env: credentials are read from the environment and kept nowhere",
      );
    },
    remove: async () => {},
    list: async () => [],
  };
}
