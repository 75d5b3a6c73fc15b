import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, vi } from "vitest";

/** A Secret Service with an unlocked keyring of its own, on a session bus of its own. */
export interface SecretService {
  /** `DBUS_SESSION_BUS_ADDRESS` of its bus; the same after a new start. */
  readonly busAddress: string;
  readonly busPath: string;
  /** What was kept before a stop is there again. */
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

const run = promisify(execFile);

const PROGRAMS = ["dbus-daemon", "dbus-send", "gnome-keyring-daemon", "setpriv"] as const;
const INSTALL_SECONDS = 120;
const START_MS = 20_000;
const END_MS = 5000;

/** No service is started by name: one that the bus starts would have a locked keyring. */
const busConfig = (address: string) => `<busconfig>
  <type>session</type>
  <listen>${address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** Why no Secret Service can be had on this machine; null where one can. Installs Debian's packages where it may. */
export async function secretServiceMissing(searchPath: string): Promise<string | null> {
  if (process.platform !== "linux") {
    return "the Secret Service is Linux's; other systems have keyrings of their own";
  }
  const missing = () =>
    PROGRAMS.filter(
      (program) => !searchPath.split(delimiter).some((folder) => existsSync(join(folder, program))),
    );
  if (missing().length > 0 && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await installPackages(searchPath).catch(() => {
      // Told below by what is still missing.
    });
  }
  const still = missing();
  return still.length === 0 ? null : `${still.join(" and ")} could not be found or installed`;
}

/** One process at a time, in bounded time: `timeout` ends all that it began. */
async function installPackages(searchPath: string): Promise<void> {
  const lock = join(tmpdir(), "wheelhouse-keyring-packages.lock");
  const packages = "apt-get install -q -y --no-install-recommends gnome-keyring dbus-daemon dbus-bin";
  const script = `apt-get update -q && ${packages}`;
  const args = ["-k", "5", String(INSTALL_SECONDS), "flock", lock, "sh", "-c", script];
  await run("timeout", args, {
    env: { NODE_ENV: "test", PATH: searchPath, DEBIAN_FRONTEND: "noninteractive" },
  });
}

/** Starts bus and keyring in a folder of their own. Both end with this process, whatever ends it. */
export async function startSecretService(searchPath: string): Promise<SecretService> {
  const home = mkdtempSync(join(tmpdir(), "wheelhouse-keyring-"));
  const busPath = join(home, "bus");
  const busAddress = `unix:path=${busPath}`;
  const configPath = join(home, "bus.conf");
  writeFileSync(configPath, busConfig(busAddress));
  mkdirSync(join(home, "data"));
  const env = {
    NODE_ENV: "test",
    PATH: searchPath,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    XDG_DATA_HOME: join(home, "data"),
    DBUS_SESSION_BUS_ADDRESS: busAddress,
  } as const;
  let running: ChildProcess[] = [];

  const start = async (): Promise<void> => {
    const bus = spawn(
      "setpriv",
      ["--pdeathsig", "KILL", "dbus-daemon", "--nofork", `--config-file=${configPath}`],
      { env, stdio: "ignore" },
    );
    running.push(bus);
    await until(async () => existsSync(busPath), "The session bus does not start");
    // The keyring ends when its bus does.
    const keyring = spawn("gnome-keyring-daemon", ["--foreground", "--unlock", "--components=secrets"], {
      env,
      stdio: ["pipe", "ignore", "ignore"],
    });
    running.push(keyring);
    keyring.stdin?.end("the password of a keyring for tests");
    await until(() => isUnlocked(env), "The Secret Service does not start");
  };
  const stop = async (): Promise<void> => {
    await Promise.all(running.map(ended));
    running = [];
    rmSync(busPath, { force: true });
  };
  const close = async (): Promise<void> => {
    await stop();
    rmSync(home, { recursive: true, force: true });
  };
  await start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { busAddress, busPath, start, stop, close };
}

/** A Secret Service for the tests of the block that it is called in; what is asked of the keyring meanwhile is asked there. */
export function useSecretService(searchPath: string): () => SecretService {
  let service: SecretService | undefined;
  beforeAll(async () => {
    service = await startSecretService(searchPath);
    vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", service.busAddress);
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await service?.close();
  });
  return () => {
    if (service === undefined) throw new Error("The Secret Service is there within the tests only.");
    return service;
  };
}

async function isUnlocked(env: NodeJS.ProcessEnv): Promise<boolean> {
  const args = [
    "--session",
    "--print-reply=literal",
    "--reply-timeout=2000",
    "--dest=org.freedesktop.secrets",
    "/org/freedesktop/secrets/collection/login",
    "org.freedesktop.DBus.Properties.Get",
    "string:org.freedesktop.Secret.Collection",
    "string:Locked",
  ];
  try {
    const { stdout } = await run("dbus-send", args, { env, timeout: 4000, killSignal: "SIGKILL" });
    return stdout.includes("boolean false");
  } catch {
    return false;
  }
}

async function until(isSo: () => Promise<boolean>, complaint: string): Promise<void> {
  const last = Date.now() + START_MS;
  while (!(await isSo())) {
    if (Date.now() > last) throw new Error(complaint);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const deadline = setTimeout(() => program.kill("SIGKILL"), END_MS);
    program.once("exit", () => {
      clearTimeout(deadline);
      resolve();
    });
    program.kill();
  });
}
