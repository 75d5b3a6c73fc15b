import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { HANA, headlessStage } from "@/test/headless-stage";

// SESSION_CACHE_ENABLED is false: no session is to outlive the run that made it.
const stage = headlessStage({ keepsSessions: false });

const isAnySessionLeft = async () => {
  const { storage } = stage.install.services;
  const [owner] = await storage.users.list();
  return (await storage.brokerSessions.listOf(owner?.id ?? "")).length > 0;
};

it("the stored session is not tried, and no session file is written", async () => {
  const variables = { ...HANA, SESSION_CACHE_PATH: stage.file };
  const first = stage.bot(variables);
  expect(await stage.through(first.login())).toMatchObject({ how: "login" });
  // As after a crash: nobody ended the session.
  const second = stage.bot(variables);
  expect(await stage.through(second.login())).toMatchObject({ how: "login", warnings: [] });
  expect(stage.passwordsSent()).toBe(2);
  expect(existsSync(stage.file)).toBe(false);
});

it("the session ends with the bot, unless a process of the install is at work", async () => {
  const { storage, clock } = stage.install.services;
  const alone = stage.bot(HANA);
  await stage.through(alone.login());
  expect(await isAnySessionLeft()).toBe(true);
  await stage.through(alone.close());
  expect(await isAnySessionLeft()).toBe(false);

  const now = clock.now();
  const web = { id: "web", kind: "web", host: "desk", pid: 1, version: "1", masterKeys: [] } as const;
  await storage.processRuns.put({ ...web, settingsVersion: 0, startedAt: now, seenAt: now, endedAt: null });
  const guest = stage.bot(HANA);
  await stage.through(guest.login());
  await guest.close();
  expect(await isAnySessionLeft()).toBe(true);
  expect(await stage.through(stage.bot(HANA).login())).toMatchObject({ how: "stored" });
});
