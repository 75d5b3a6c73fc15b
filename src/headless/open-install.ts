import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { readEnvironment, readHeadlessEnvironment } from "@/env";
import { buildContainer, type Container } from "@/server/container";
import type { ServiceContext, Services } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

type Variables = Readonly<Record<string, string | undefined>>;

export interface OpenedInstall {
  readonly container: Pick<Container, "services" | "close">;
  readonly settings: HeadlessSettings;
}

/**
 * Opens the install of a folder for a program of its owner's: the settings are those of the process, then those of the
 * folder's `.env`, and relative paths are meant from the folder. Nothing is made: STORAGE_READ_ERROR where there is no
 * install, so that no broker's credentials bring up a second, empty one. Throws `EnvironmentError`.
 */
export async function openInstall(folder: string, variables: Variables): Promise<OpenedInstall> {
  const file = variables["WHEELHOUSE_ENV_FILE"] ?? join(folder, ".env");
  const ofFile = file !== "" && existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  const all = { ...ofFile, ...variables };
  const { sessionCachePath, ...others } = readHeadlessEnvironment(all);
  const settings = { ...others, sessionCachePath: sessionCachePath && resolve(folder, sessionCachePath) };
  const environment = readEnvironment(all, folder);
  const url = environment.databaseUrl.reveal();
  if (url.startsWith("file:") && !existsSync(url.slice("file:".length))) {
    throw new AppError(
      "STORAGE_READ_ERROR",
      `There is no install in ${environment.dataDir} yet. Run \`wheelhouse setup\`, or set DATA_DIR to where it is`,
    );
  }
  return { container: await buildContainer(environment), settings };
}

/** The owner's context. Throws API_RESOURCE_NOT_FOUND where there is no owner yet, API_PERMISSION_DENIED. */
export async function ownerContext(services: Services): Promise<ServiceContext> {
  const owner = (await services.storage.users.list()).find(({ isOwner }) => isOwner);
  if (owner === undefined) {
    throw new AppError("API_RESOURCE_NOT_FOUND", "This install has no owner yet. Run `wheelhouse setup`");
  }
  if (owner.disabledAt !== null) throw new AppError("API_PERMISSION_DENIED", "The owner is disabled");
  return {
    ...services,
    actor: {
      type: "user",
      userId: owner.id,
      email: owner.email,
      displayName: owner.displayName,
      roles: owner.roles,
      isOwner: true,
      appSessionId: null,
    },
    request: { id: services.random.uuid(), ipAddress: null, userAgent: null, interface: "cli" },
  };
}
