import type { CredentialBackend, CredentialRef } from "@/server/credential-backends/credential-backend.port";
import {
  askKeyring,
  KeyringFailure,
  type KeyringRequest,
} from "@/server/credential-backends/keyring-process";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

/** A locked keyring asks the person at the screen, and answers when they have: nobody waits for that longer. */
const TIMEOUT_MS = 10_000;
/** What is only ever asked for, to see whether the keyring answers. */
const PROBE = "probe";

interface KeyringBackendOptions {
  /** Keeps the installs of one user of the machine apart. */
  readonly installId: () => Promise<string>;
  readonly timeoutMs?: number;
}

type Asked<Request> = Request extends unknown ? Omit<Request, "service"> : never;

/**
 * The keyring of the user that Wheelhouse runs as: Secret Service on Linux, Keychain on macOS, Credential Manager on
 * Windows. One entry a credential; its service is `wheelhouse-<install>`.
 */
export function createKeyringBackend({
  installId,
  timeoutMs = TIMEOUT_MS,
}: KeyringBackendOptions): CredentialBackend {
  async function ask(request: Asked<KeyringRequest>): Promise<Buffer | null> {
    const service = `wheelhouse-${await installId()}`;
    try {
      return await askKeyring({ ...request, service }, timeoutMs);
    } catch (error) {
      throw error instanceof KeyringFailure ? unavailable(error) : error;
    }
  }

  return {
    name: "keyring",
    canWrite: true,
    isOutside: true,
    check: async () => {
      try {
        await ask({ verb: "get", account: PROBE });
        return { isUp: true, reason: null };
      } catch (error) {
        if (error instanceof AppError) return { isUp: false, reason: error.message };
        throw error;
      }
    },
    get: async (_tx, ref) => {
      const bytes = await ask({ verb: "get", account: accountOf(ref) });
      return bytes === null ? null : new Secret(bytes);
    },
    put: async (_tx, ref, secret) => {
      await secret.use((bytes) => ask({ verb: "put", account: accountOf(ref), secret: bytes }));
      return null;
    },
    remove: async (ref) => {
      await ask({ verb: "remove", account: accountOf(ref) });
    },
    list: async () => {
      const accounts: unknown = JSON.parse(String(await ask({ verb: "list" })));
      return Array.isArray(accounts) ? accounts.flatMap((account) => refsOf(String(account))) : [];
    },
  };
}

const accountOf = ({ ownerId, connectionId, name, id }: CredentialRef): string =>
  [ownerId, connectionId, name, id].join("/");

function refsOf(account: string): CredentialRef[] {
  const [ownerId, connectionId, name, id, ...rest] = account.split("/");
  return ownerId && connectionId && name && id && rest.length === 0
    ? [{ ownerId, connectionId, name, id }]
    : [];
}

function unavailable(cause: KeyringFailure): AppError {
  return new AppError(
    "STORAGE_BACKEND_UNAVAILABLE",
    cause.isLate
      ? "The keyring does not answer: it is locked, and waits for its password. Unlock it for the user that runs Wheelhouse."
      : "The keyring can't be used. On Linux it needs a session bus (DBUS_SESSION_BUS_ADDRESS) with a Secret Service such as gnome-keyring, unlocked, for the user that runs Wheelhouse.",
    { cause },
  );
}
