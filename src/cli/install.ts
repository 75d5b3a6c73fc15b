import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { Environment } from "@/env";
import type { ServiceContext, Services } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

/** The install that a command works on. */
export interface Install {
  /** The settings. Throws `EnvironmentError`. */
  environment(): Environment;
  /** What a program without a person signs in with, from the environment. Throws `EnvironmentError`. */
  headless(): HeadlessSettings;
  /** Key, database, brokers: opened at the first call, for all. */
  services(): Promise<Services>;
  /** E-mail of the person to act as; undefined is the owner. */
  readonly actAs: string | undefined;
  /** A path that a person typed, from the folder they typed it in. */
  pathOf(typed: string): string;
}

/** An {@link Install} with the way to leave it. */
export interface OpenInstall extends Install {
  /** The services, where a command opened them. */
  readonly opened: Services | null;
  close(): Promise<void>;
}

interface InstallOptions {
  readonly readEnvironment: () => Environment;
  readonly readHeadless: () => HeadlessSettings;
  readonly open: (environment: Environment) => Promise<{ services: Services; close(): Promise<void> }>;
  readonly actAs: string | undefined;
  readonly startFolder: string;
}

/** The install of these settings; nothing is opened before a command asks for it. */
export function createInstall(options: InstallOptions): OpenInstall {
  let opening: Promise<{ services: Services; close(): Promise<void> }> | null = null;
  let opened: Services | null = null;
  const environment = options.readEnvironment;
  return {
    environment,
    headless: options.readHeadless,
    services: async () => {
      opening ??= openExisting(environment(), options.open);
      opened = (await opening).services;
      return opened;
    },
    actAs: options.actAs,
    pathOf: (typed) => (isAbsolute(typed) ? typed : resolve(options.startFolder, typed)),
    get opened() {
      return opened;
    },
    close: async () => {
      // An install that could not be opened has told so, and there is nothing to close.
      const container = await opening?.catch(() => null);
      await container?.close();
    },
  };
}

async function openExisting(
  environment: Environment,
  open: InstallOptions["open"],
): ReturnType<InstallOptions["open"]> {
  const url = environment.databaseUrl.reveal();
  if (url.startsWith("file:") && !existsSync(url.slice("file:".length))) {
    throw new AppError(
      "STORAGE_READ_ERROR",
      `There is no install in ${environment.dataDir} yet. Run \`wheelhouse setup\`, or set DATA_DIR to where it is.`,
    );
  }
  return open(environment);
}

/** Nobody's context at a terminal, for what is done before there are people. */
export function nobodyAtTerminal(services: Services): ServiceContext {
  return {
    ...services,
    actor: { type: "anonymous" },
    request: { id: services.random.uuid(), ipAddress: null, userAgent: null, interface: "cli" },
  };
}

/**
 * The context of the person who was chosen with `--as`, or else of the owner, with the roles of this moment. Whoever
 * can read key and database is trusted to choose. Throws API_RESOURCE_NOT_FOUND, and API_PERMISSION_DENIED for a
 * person who was disabled.
 */
export async function personAtTerminal(install: Install): Promise<ServiceContext> {
  const services = await install.services();
  const email = install.actAs?.trim().toLowerCase();
  const users = await services.storage.users.list();
  const user = users.find((one) => (email === undefined ? one.isOwner : one.email === email));
  if (user === undefined) {
    throw new AppError(
      "API_RESOURCE_NOT_FOUND",
      email === undefined
        ? "This install has no owner yet. Run `wheelhouse setup`."
        : `There is nobody here with the e-mail ${email}. \`wheelhouse users list\` shows who is.`,
    );
  }
  if (user.disabledAt !== null) {
    throw new AppError("API_PERMISSION_DENIED", `${user.email} is disabled`);
  }
  return {
    ...nobodyAtTerminal(services),
    actor: {
      type: "user",
      userId: user.id,
      email: user.email,
      displayName: user.displayName,
      roles: user.roles,
      isOwner: user.isOwner,
      appSessionId: null,
    },
  };
}
