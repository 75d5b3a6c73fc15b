import { createServer, type Socket } from "node:net";
import { describe, expect, inject, test } from "vitest";
import {
  type BackendStage,
  describeCredentialBackend,
} from "@/server/credential-backends/credential-backend.contract";
import { createKeyringBackend } from "@/server/credential-backends/keyring-backend";
import { Secret } from "@/shared/secret";
import { secretServiceMissing, useSecretService } from "@/test/secret-service";
import { createTestStorage } from "@/test/test-storage";

const searchPath = inject("searchPath");
const missing = await secretServiceMissing(searchPath);
if (missing !== null) process.stdout.write(`The keyring is not tested: ${missing}.\n`);

const ref = { id: "one", ownerId: "person-1", connectionId: "connection-1", name: "password" };

describe.skipIf(missing !== null)("a real Secret Service", () => {
  const service = useSecretService(searchPath);

  describeCredentialBackend("keyring", async (): Promise<BackendStage> => {
    const { storage, close } = await createTestStorage();
    return {
      backend: createKeyringBackend({ installId: async () => "contract" }),
      tx: storage,
      refs: { one: ref, two: { ...ref, ownerId: "person-2", connectionId: "connection-2" } },
      // It is given no log.
      logLines: () => [],
      trouble: { away: () => service().stop(), back: () => service().start() },
      close,
    };
  });

  test("keeps the installs of one user apart", async () => {
    const { storage, close } = await createTestStorage();
    const one = createKeyringBackend({ installId: async () => "one" });
    const two = createKeyringBackend({ installId: async () => "two" });
    await one.put(storage, ref, new Secret("of install one"));
    expect(await two.get(storage, ref, null)).toBeNull();
    expect(await two.list()).toEqual([]);
    await two.remove(ref);
    expect((await one.get(storage, ref, null))?.reveal()).toBe("of install one");
    await close();
  });

  test("without a bus it names the bus, and what has to run there", async () => {
    await service().stop();
    const { isUp, reason } = await createKeyringBackend({ installId: async () => "none" }).check();
    expect(isUp).toBe(false);
    expect(reason).toContain("DBUS_SESSION_BUS_ADDRESS");
    await service().start();
  });

  test("one that never answers holds nobody up, and is asked again when it is back", async () => {
    await service().stop();
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket));
    await new Promise<void>((resolve) => silent.listen(service().busPath, resolve));
    const backend = createKeyringBackend({ installId: async () => "silent", timeoutMs: 3000 });
    expect((await backend.check()).reason).toContain("Unlock it");
    expect(sockets.size).toBe(1);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    await service().start();
    expect(await backend.check()).toEqual({ isUp: true, reason: null });
  });
});
