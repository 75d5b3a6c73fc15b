import type { CredentialBackend, CredentialRef } from "@/server/credential-backends/credential-backend.port";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

/** A locked keyring asks the person at the screen, and answers when they have: nobody waits for that longer. */
const TIMEOUT_MS = 5000;
/** An entry that is only ever asked for, to see whether the keyring answers. */
const PROBE = "probe";

interface KeyringBackendOptions {
  /** Keeps the installs of one user of the machine apart. */
  readonly installId: () => Promise<string>;
  readonly timeoutMs?: number;
}

/**
 * The keyring of the user that Wheelhouse runs as: Secret Service on Linux, Keychain on macOS, Credential Manager on
 * Windows. One entry a credential; its service is `wheelhouse-<install>`. Calls run on threads of their own, one at a
 * time: one that hangs must not take the threads that files and ciphers need.
 */
export function createKeyringBackend({
  installId,
  timeoutMs = TIMEOUT_MS,
}: KeyringBackendOptions): CredentialBackend {
  let last: Promise<unknown> = Promise.resolve();
  let isStuck = false;

  async function call<Result>(work: (service: string, keyring: Keyring) => Promise<Result>): Promise<Result> {
    if (isStuck) throw silent();
    const service = `wheelhouse-${await installId()}`;
    const turn = last.then(async () => work(service, await loadKeyring()));
    last = turn.catch(() => {});
    const timer = AbortSignal.timeout(timeoutMs);
    const late = new Promise<never>((_, reject) => {
      timer.addEventListener("abort", () => reject(silent()), { once: true });
    });
    try {
      return await Promise.race([turn, late]);
    } catch (error) {
      if (timer.aborted) {
        isStuck = true;
        void last.then(() => {
          isStuck = false;
        });
      }
      throw error instanceof AppError ? error : failed(error);
    }
  }

  const withEntry = <Result>(account: string, work: (entry: Entry) => Promise<Result>) =>
    call((service, { AsyncEntry }) =>
      // Never the kernel's keyring, which is empty again after a restart of the machine.
      work(new AsyncEntry(service, account, { linux: { store: "secret-service" } })),
    );

  return {
    name: "keyring",
    canWrite: true,
    isOutside: true,
    check: async () => {
      try {
        await withEntry(PROBE, (entry) => entry.getSecret());
        return { isUp: true, reason: null };
      } catch (error) {
        return { isUp: false, reason: (error as AppError).message };
      }
    },
    get: async (_tx, ref) => {
      const bytes = await withEntry(accountOf(ref), (entry) => entry.getSecret());
      if (bytes === null) return null;
      const secret = new Secret(Uint8Array.from(bytes));
      bytes.fill(0);
      return secret;
    },
    put: async (_tx, ref, secret) => {
      await withEntry(accountOf(ref), (entry) => secret.use((bytes) => entry.setSecret(bytes)));
      return null;
    },
    remove: async (ref) => {
      await withEntry(accountOf(ref), (entry) => entry.deleteCredential());
    },
    list: async () => {
      const found = await call((service, { findCredentialsAsync }) => findCredentialsAsync(service));
      return found.flatMap(({ account }) => {
        const [ownerId, connectionId, name, id, ...rest] = account.split("/");
        return ownerId && connectionId && name && id && rest.length === 0
          ? [{ ownerId, connectionId, name, id }]
          : [];
      });
    },
  };
}

type Keyring = typeof import("@napi-rs/keyring");
type Entry = InstanceType<Keyring["AsyncEntry"]>;

/** Loaded when it is first needed: it is native code, and an install that does not use it does without. */
const loadKeyring = (): Promise<Keyring> => import("@napi-rs/keyring");

const accountOf = ({ ownerId, connectionId, name, id }: CredentialRef): string =>
  [ownerId, connectionId, name, id].join("/");

function failed(cause: unknown): AppError {
  return new AppError(
    "STORAGE_BACKEND_UNAVAILABLE",
    "The keyring can't be used. On Linux it needs a session bus (DBUS_SESSION_BUS_ADDRESS) with a Secret Service such as gnome-keyring, unlocked, for the user that runs Wheelhouse.",
    { cause },
  );
}

function silent(): AppError {
  return new AppError(
    "STORAGE_BACKEND_UNAVAILABLE",
    "The keyring does not answer: it is locked, and waits for its password. Unlock it for the user that runs Wheelhouse.",
  );
}
