import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEpochFile } from "@/server/backup/epoch-file";
import { onceAccepted, whenAccepted } from "@/server/keeper/when-accepted";
import { systemRandom } from "@/server/random";
import { acceptRestored } from "@/server/services/install/accept-restored";
import { createCopyGuard } from "@/server/services/install/copy-guard";
import { findOldCopy, noteEpoch, requireAccepted } from "@/server/services/install/note-epoch";
import { readRestored } from "@/server/services/install/read-restored";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let folder: string;

beforeEach(async () => {
  install = await createTestInstall();
  folder = await mkdtemp(join(tmpdir(), "wheelhouse-epoch-"));
});

afterEach(async () => {
  await install.close();
  await rm(folder, { recursive: true, force: true });
});

const file = () => join(folder, "install.json");
const memory = () => createEpochFile(folder, systemRandom);
/** The context of a process with a data folder of its own that has just started. */
const atStart = (ctx: ServiceContext = systemContext(install.services)): ServiceContext => ({
  ...ctx,
  copyGuard: createCopyGuard(install.services.storage, memory()),
});
const stored = () => install.services.storage.install.get();
/** As somebody would who puts an older file in the place of the database. */
const putBackOldCopy = async () => {
  const { installId } = await stored();
  await memory().write(installId ?? "", 50);
};
const admin = async () => atStart(await install.contextOf(await install.addPerson({ roles: ["admin"] })));

describe("the epoch of an install", () => {
  it("grows, and the data folder remembers it for its owner only", async () => {
    const ctx = atStart();
    await noteEpoch(ctx);
    const next = await noteEpoch(ctx);
    const { installId, epoch, restoredAt } = await stored();
    expect({ epoch, restoredAt }).toEqual({ epoch: 2, restoredAt: null });
    expect(JSON.parse(await readFile(file(), "utf8"))).toEqual({ installId, epoch: 2 });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(next.getTime() - install.clock.now().getTime()).toBe(3_600_000);
    expect(await findOldCopy(atStart())).toBe(false);
  });

  it("shows that an older copy was put back, once, and counts no further", async () => {
    await noteEpoch(atStart());
    await putBackOldCopy();
    const ctx = atStart();
    expect(await findOldCopy(ctx)).toBe(true);
    await noteEpoch(ctx);
    expect(await stored()).toMatchObject({
      epoch: 1,
      restoredAt: install.clock.now(),
      restoredFrom: null,
    });
    const events = (await install.events()).filter(({ eventType }) => eventType === "OLD_COPY_FOUND");
    expect(events).toMatchObject([{ severity: "CRITICAL", details: { epoch: 1, remembered: 50 } }]);
    await expect(requireAccepted(ctx)).rejects.toMatchObject({ code: "CONN_RESTORED_COPY" });
  });

  it("of another install, or one that can't be read, says nothing", async () => {
    await writeFile(file(), JSON.stringify({ installId: "another", epoch: 99 }));
    await noteEpoch(atStart());
    expect((await stored()).restoredAt).toBeNull();
    await writeFile(file(), "{");
    expect(await findOldCopy(atStart())).toBe(false);
  });

  it("that can't be remembered is an error that names the file", async () => {
    await rm(folder, { recursive: true });
    await expect(noteEpoch(atStart())).rejects.toThrow(`${file()} cannot be written (ENOENT)`);
  });
});

describe("a copy that waits for a yes", () => {
  it("asks no broker and does no work by itself, and goes on when it is accepted", async () => {
    await noteEpoch(atStart());
    await putBackOldCopy();
    const ctx = await admin();
    await findOldCopy(ctx);
    let rounds = 0;
    const round = async () => {
      rounds += 1;
      return null;
    };
    const signal = new AbortController();
    expect(await whenAccepted(round)(ctx, signal.signal)).toEqual(
      new Date(install.clock.now().getTime() + 5000),
    );
    const waiting = onceAccepted(round)(ctx, signal.signal);
    expect(rounds).toBe(0);
    expect(await acceptRestored(ctx, { sessions: "keep" })).toEqual({ ended: 0 });
    install.clock.advance(5000);
    await waiting;
    await whenAccepted(round)(ctx, signal.signal);
    expect(rounds).toBe(2);
    await requireAccepted(ctx);
    expect((await stored()).epoch).toBe(51);
    expect(await findOldCopy(atStart())).toBe(false);
    expect((await install.events()).at(-1)).toMatchObject({
      eventType: "RESTORE_ACCEPTED",
      details: { sessions: "keep", ended: 0, madeAt: null },
    });
  });

  it("stops waiting when the process stops", async () => {
    await install.services.storage.install.markRestored(install.clock.now(), null);
    const signal = new AbortController();
    signal.abort();
    expect(await onceAccepted(async () => new Date())(atStart(), signal.signal)).toBeNull();
  });

  it("is accepted once, by an admin, and everybody signed in sees that it waits", async () => {
    const at = install.clock.now();
    const ctx = await admin();
    await expect(acceptRestored(ctx, { sessions: "keep" })).rejects.toMatchObject({ code: "API_CONFLICT" });
    await install.services.storage.install.markRestored(at, at);
    const member = await install.contextOf(await install.addPerson());
    await expect(acceptRestored(member, { sessions: "end" })).rejects.toMatchObject({
      code: "API_PERMISSION_DENIED",
    });
    expect(await readRestored(member)).toEqual({ restoredAt: at.toISOString(), madeAt: at.toISOString() });
    expect(await install.services.storage.install.acceptRestored(new Date(0))).toBe(false);
    await acceptRestored(ctx, { sessions: "end" });
    expect(await readRestored(member)).toEqual({ restoredAt: null, madeAt: null });
  });
});
