import { type Finding, failed, ok, problem, skipped, warning } from "@/cli/doctor/finding";
import type { Services } from "@/server/services/service-context";
import { APP_VERSION } from "@/shared/app-version";

/** A process that was not seen for so long is gone. */
const GONE_AFTER_MS = 60_000;

/** What only an opened install knows: its keys' history, durability, places of credentials, and processes. */
export async function openedFindings(services: Services): Promise<Finding[]> {
  return [
    await keyHistory(services),
    await durability(services),
    ...(await backends(services)),
    await processes(services),
  ];
}

async function keyHistory({ storage }: Services): Promise<Finding> {
  const name = "key history";
  const keys = await storage.masterKeys.list();
  const leaving = keys.filter(({ retiredAt, removedAt }) => retiredAt !== null && removedAt === null);
  const count = `${keys.length} master key${keys.length === 1 ? "" : "s"} so far`;
  return leaving.length === 0
    ? ok(name, count)
    : warning(
        name,
        `${count}, of which ${leaving.map(({ fingerprint }) => fingerprint).join(", ")} may still be needed`,
        "Look at `wheelhouse keys`: it says when the old key can be removed.",
      );
}

async function durability({ storage }: Services): Promise<Finding> {
  const name = "durability";
  try {
    const { isDurable, facts } = await storage.durability();
    if (isDurable) return ok(name, facts);
    const remedy =
      storage.provider === "sqlite"
        ? "Put DATA_DIR on a local disk: network shares can't keep the database safe."
        : "Turn fsync and synchronous_commit on at the server: a renewed session may be lost with the power.";
    return warning(name, facts, remedy);
  } catch (error) {
    return failed(name, error, "Look at the database.");
  }
}

/** The place that is set must work, and every other one that still holds credentials. */
async function backends({ storage, credentialBackends }: Services): Promise<Finding[]> {
  const current = credentialBackends.current().name;
  const counts = new Map(Object.entries(await storage.credentials.countByBackend()));
  const used = credentialBackends.all().filter(({ name }) => name === current || counts.get(name));
  return Promise.all(
    used.map(async (backend) => {
      const name = "credential storage";
      const { isUp, reason } = await backend.check();
      return isUp
        ? ok(name, `${backend.name} answers`)
        : problem(name, `${backend.name}: ${reason ?? "it does not answer"}`, null);
    }),
  );
}

async function processes({ storage, clock }: Services): Promise<Finding> {
  const name = "processes";
  const live = await storage.processRuns.liveSince(new Date(clock.now().getTime() - GONE_AFTER_MS));
  if (live.length === 0) return skipped(name, "no web process runs just now");
  const told = live.map(({ host, pid, version }) => `${host} ${pid} (${version})`).join(", ");
  return live.every(({ version }) => version === APP_VERSION)
    ? ok(name, told)
    : warning(
        name,
        `${told}: not all of this version, ${APP_VERSION}`,
        "Restart those of another version once all are updated.",
      );
}
