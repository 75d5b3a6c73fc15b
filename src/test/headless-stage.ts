import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach } from "vitest";
import { readHeadlessEnvironment } from "@/env";
import { type AuthConfig, BrokerAuth } from "@/headless/broker-auth";
import type { ServiceSettings } from "@/server/services/service-context";
import { ROLES } from "@/shared/permissions";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/** So long a second of the test's clock takes. */
const REAL_MS_A_SECOND = 10;

/** The one who signs in by the password alone. */
export const HANA = {
  ROBINHOOD_USERNAME: "hana@example.com",
  ROBINHOOD_PASSWORD: "not-a-real-password-hana",
};
/** The one whose broker wants the code of an authenticator. */
export const EVE = {
  ROBINHOOD_USERNAME: "eve@example.com",
  ROBINHOOD_PASSWORD: "not-a-real-password-eve",
  ROBINHOOD_MFA_SECRET: "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
};

/** A bot's start on an install and a sandbox of its own, for each test. */
export interface HeadlessStage {
  readonly install: TestInstall;
  /** Of the bot. */
  readonly folder: string;
  /** Where {@link HeadlessStage.bot} has its session file, if it has one. */
  readonly file: string;
  /** A bot that starts with these variables. */
  bot(variables: Record<string, string>, config?: AuthConfig): BrokerAuth;
  /** Waits for it while time goes on, here and at the broker. */
  through<T>(work: Promise<T>): Promise<T>;
  /** The messages of the audit log, oldest first. */
  messages(): Promise<string[]>;
  /** How often the password was sent. */
  passwordsSent(): number;
  exchanges(): number;
  /** As on a machine of its own: the database knows no connection any more; the broker knows all. */
  forget(): Promise<void>;
}

/** Sets the stage up for each test of the file that calls it. */
export function headlessStage(settings: Partial<ServiceSettings> = {}): HeadlessStage {
  let install: TestInstall;
  let folder: string;
  let bots: BrokerAuth[] = [];
  beforeEach(async () => {
    install = await createTestInstall({ settings });
    await install.addPerson({ isOwner: true, roles: ROLES });
    folder = mkdtempSync(join(tmpdir(), "wheelhouse-bot-"));
    bots = [];
  });
  afterEach(async () => {
    await Promise.all(bots.map((bot) => bot.close()));
    await install.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get install() {
      return install;
    },
    get folder() {
      return folder;
    },
    get file() {
      return join(folder, "robinhood.pickle");
    },
    bot: (variables, config = {}) => {
      const bot = new BrokerAuth(config, async () => ({
        container: { services: install.services, close: async () => {} },
        settings: readHeadlessEnvironment(variables),
      }));
      bots.push(bot);
      return bot;
    },
    through: async (work) => {
      let isOver = false;
      const over = () => {
        isOver = true;
      };
      work.then(over, over);
      while (!isOver) {
        // Somebody may sleep while a call is on its way: a code must not grow old before it arrives.
        await setTimeout(REAL_MS_A_SECOND);
        if (install.clock.sleepers > 0) install.advance(1);
      }
      return work;
    },
    messages: async () => (await install.events()).map(({ message }) => message),
    passwordsSent: () => install.sandbox.control.requests({ grant: "password" }).length,
    exchanges: () => install.sandbox.control.requests({ grant: "refresh_token" }).length,
    forget: async () => {
      const { storage } = install.services;
      for (const { id } of (
        await Promise.all((await storage.users.list()).map((user) => storage.connections.listOf(user.id)))
      ).flat()) {
        await storage.connections.remove(id);
      }
    },
  };
}
