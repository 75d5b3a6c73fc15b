import { join, resolve } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { EnvironmentError, readEnvironment } from "@/env";
import { Secret } from "@/shared/secret";

const KEY = Buffer.alloc(32, 7).toString("base64");

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readEnvironment(source);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe("readEnvironment", () => {
  it("has a default for everything", () => {
    const environment = readEnvironment({});
    expect(environment.databaseUrl.reveal()).toBe(`file:${resolve("data", "wheelhouse.db")}`);
    expect(environment).toEqual({
      nodeEnv: "production",
      dataDir: resolve("data"),
      databaseUrl: expect.any(Secret),
      masterKey: undefined,
      previousMasterKey: undefined,
      masterKeyFile: resolve("data", "keys", "master.key"),
      isOwnKeyFile: true,
      logDir: resolve("data", "logs"),
      host: "127.0.0.1",
      port: 3000,
      publicUrl: "http://localhost:3000",
      basePath: "",
      tls: { kind: "off" },
      trustedProxies: [],
      robinhood: {
        apiUrl: "https://api.robinhood.com",
        identiUrl: "https://identi.robinhood.com",
        bonfireUrl: "https://bonfire.robinhood.com",
      },
      mail: null,
      noticePrivateHosts: [],
      vault: null,
      configFile: resolve("config.yaml"),
      unusedCredentials: [],
      resolved: expect.anything(),
      withSaved: expect.any(Function),
    });
    expect(environment.resolved.values).toMatchObject({
      LOG_LEVEL: "INFO",
      API_TIMEOUT: 30,
      SESSION_TIMEOUT: 86_400,
      API_RETRY_COUNT: 3,
      API_RETRY_DELAY: 1,
      API_RETRY_BACKOFF: "exponential",
      SESSION_REFRESH_THRESHOLD: 300,
      MAX_SESSIONS: 5,
      SESSION_CLEANUP_INTERVAL: 3600,
      AUTO_CONNECT: true,
      AUTO_RECONNECT: false,
      SECURE_STORAGE: "database",
    });
    expect(environment.resolved.values.RATE_LIMIT_REQUESTS).toBeUndefined();
  });

  it("takes the given values", () => {
    const environment = readEnvironment({
      NODE_ENV: "development",
      DATA_DIR: "/srv/wheelhouse",
      DATABASE_URL: "postgresql://app:pass@db:5432/wheelhouse",
      APP_MASTER_KEY: KEY,
      HOST: "0.0.0.0",
      PORT: "8080",
      PUBLIC_URL: "https://desk.example.com/",
      TRUSTED_PROXIES: "10.0.0.0/8, ::1,",
      ROBINHOOD_API_URL: "http://127.0.0.1:4010",
      LOG_LEVEL: "DEBUG",
      API_TIMEOUT: "5",
      SESSION_TIMEOUT: "60",
      API_RETRY_COUNT: "0",
      API_RETRY_DELAY: "2",
      API_RETRY_BACKOFF: "linear",
      RATE_LIMIT_REQUESTS: "30",
      SESSION_REFRESH_THRESHOLD: "600",
      MAX_SESSIONS: "9",
      SESSION_CLEANUP_INTERVAL: "60",
      AUTO_CONNECT: "false",
      AUTO_RECONNECT: "true",
    });
    expect(environment).toMatchObject({
      nodeEnv: "development",
      dataDir: resolve("/srv/wheelhouse"),
      port: 8080,
      publicUrl: "https://desk.example.com",
      trustedProxies: ["10.0.0.0/8", "::1"],
      robinhood: { apiUrl: "http://127.0.0.1:4010" },
    });
    expect(environment.resolved.values).toMatchObject({
      LOG_LEVEL: "DEBUG",
      API_TIMEOUT: 5,
      SESSION_TIMEOUT: 60,
      API_RETRY_COUNT: 0,
      API_RETRY_DELAY: 2,
      API_RETRY_BACKOFF: "linear",
      RATE_LIMIT_REQUESTS: 30,
      SESSION_REFRESH_THRESHOLD: 600,
      MAX_SESSIONS: 9,
      SESSION_CLEANUP_INTERVAL: 60,
      AUTO_CONNECT: false,
      AUTO_RECONNECT: true,
    });
    expect(environment.databaseUrl.reveal()).toBe("postgresql://app:pass@db:5432/wheelhouse");
    expect(environment.masterKey?.reveal()).toBe(KEY);
    expect(inspect(environment, { depth: 5 }) + JSON.stringify(environment)).not.toMatch(/pass|BwcHBw/);
  });

  it("takes a mail server with its sender, and hosts of the own network", () => {
    const environment = readEnvironment({
      SMTP_URL: "smtp://me%40example.com:hunter%3A2@mail.example.com:587",
      SMTP_FROM: "Wheelhouse at Home <wheelhouse@example.com>",
      NOTICE_PRIVATE_HOSTS: "ntfy.lan:8080, 10.0.0.5,[fd00::9]:80",
    });
    expect(environment.mail?.url.reveal()).toBe("smtp://me%40example.com:hunter%3A2@mail.example.com:587");
    expect(environment.mail?.from).toBe("Wheelhouse at Home <wheelhouse@example.com>");
    expect(environment.noticePrivateHosts).toEqual(["ntfy.lan:8080", "10.0.0.5", "[fd00::9]:80"]);
    expect(inspect(environment, { depth: 5 }) + JSON.stringify(environment)).not.toContain("hunter");
    expect(readEnvironment({ SMTP_FROM: "a@example.com" }).mail).toBeNull();
    expect(
      readEnvironment({ SMTP_URL: "smtps://mail.example.com", SMTP_FROM: "a@example.com" }).mail?.from,
    ).toBe("a@example.com");
  });

  it.each([
    "mail.example.com:587",
    "http://user:hunter2@mail.example.com",
    "smtp://",
    "smtp://user:hunter2@",
    "smtp://user:hunter2@mail.example.com?tls.rejectUnauthorized=false",
    "smtp://user:hunter2@mail.example.com/path",
    "smtp://user:hunter2@mail.example.com#part",
    "smtp://hunter2@mail.example.com",
    "smtp://user:hunter2%@mail.example.com",
    "smtp://user:hunter2%ff@mail.example.com",
  ])("refuses the mail server %s without repeating it", (SMTP_URL) => {
    const problems = problemsOf({ SMTP_URL, SMTP_FROM: "a@example.com" });
    expect(problems).toEqual([expect.stringContaining("SMTP_URL must be smtp://user:password@host:587 or")]);
    expect(problems.join()).not.toContain("hunter2");
  });

  it.each(["me", "a@b@c", "Me <a@b>\r\nBcc: c@d", "a@example.com, b@example.com", "Me <a@b", "<a@b>"])(
    "refuses the sender %j",
    (SMTP_FROM) => {
      expect(problemsOf({ SMTP_URL: "smtp://mail.example.com", SMTP_FROM })).toEqual([
        "SMTP_FROM must be an e-mail address, or a name and an address such as Wheelhouse <wheelhouse@example.com>; SMTP_FROM in the environment is text.",
      ]);
    },
  );

  it.each(["https://ntfy.lan", "ntfy.lan/topic", "user@ntfy.lan", "ntfy.lan:99999", "10.0.0.0/8", "*.lan"])(
    "refuses the private host %s",
    (NOTICE_PRIVATE_HOSTS) => {
      expect(problemsOf({ NOTICE_PRIVATE_HOSTS })).toEqual([
        "NOTICE_PRIVATE_HOSTS must be a comma-separated list of hosts, each with or without a port, such as ntfy.lan:8080; NOTICE_PRIVATE_HOSTS in the environment is text.",
      ]);
    },
  );

  it.each([
    ["127.0.0.1", "http://localhost:4000"],
    ["::", "http://localhost:4000"],
    ["192.168.1.9", "http://192.168.1.9:4000"],
    ["fd00::9", "http://[fd00::9]:4000"],
  ])("derives the public address from HOST %s", (host, publicUrl) => {
    expect(readEnvironment({ HOST: host, PORT: "4000" }).publicUrl).toBe(publicUrl);
  });

  it("knows a key file that is not its own", () => {
    expect(readEnvironment({ APP_MASTER_KEY_FILE: "/etc/key" })).toMatchObject({
      masterKeyFile: resolve("/etc/key"),
      isOwnKeyFile: false,
    });
    const own = join("data", "keys", "master.key");
    expect(readEnvironment({ APP_MASTER_KEY_FILE: own })).toMatchObject({ isOwnKeyFile: true });
  });

  it("reads CONNECTION_TIMEOUT, but API_TIMEOUT wins", () => {
    expect(readEnvironment({ CONNECTION_TIMEOUT: "12" }).resolved.values.API_TIMEOUT).toBe(12);
    expect(readEnvironment({ CONNECTION_TIMEOUT: "12", API_TIMEOUT: "40" }).resolved.values.API_TIMEOUT).toBe(
      40,
    );
  });

  it("knows credentials of brokers that are yet to come by their names alone", () => {
    const { unusedCredentials, ...others } = readEnvironment({
      ETRADE_USERNAME: "hunter2",
      IBKR_PASSWORD: "hunter2",
      IBKR_USERNAME: " ",
    });
    expect(unusedCredentials).toEqual(["ETRADE_USERNAME", "IBKR_PASSWORD"]);
    expect(inspect(others, { depth: 9 })).not.toContain("hunter2");
  });

  it("takes an empty variable as absent", () => {
    expect(readEnvironment({ APP_MASTER_KEY: "", PORT: " " })).toMatchObject({ port: 3000 });
  });

  it.each([
    [
      { NODE_ENV: "prod" },
      "NODE_ENV must be one of production, development, test; NODE_ENV in the environment is text.",
    ],
    [{ PORT: "http" }, "PORT must be a whole number from 1 to 65535; PORT in the environment is text."],
    [
      { PORT: "0" },
      "PORT must be a whole number from 1 to 65535; PORT in the environment is a whole number.",
    ],
    [
      { PORT: "65536" },
      "PORT must be a whole number from 1 to 65535; PORT in the environment is a whole number.",
    ],
    [
      { HOST: "http://x" },
      "HOST must be an IP address or a host name, without a port; HOST in the environment is text.",
    ],
    [
      { PUBLIC_URL: "desk" },
      "PUBLIC_URL must be an address such as https://example.com, without a path or a password; PUBLIC_URL in the environment is text.",
    ],
    [
      { PUBLIC_URL: "https://desk.example.com/app" },
      "PUBLIC_URL must be an address such as https://example.com, without a path or a password; PUBLIC_URL in the environment is text.",
    ],
    [
      { TRUSTED_PROXIES: "proxy.local" },
      "TRUSTED_PROXIES must be a comma-separated list of IP addresses or ranges, such as 10.0.0.0/8; TRUSTED_PROXIES in the environment is text.",
    ],
    [
      { DATABASE_URL: "mysql://root:hunter2@db/x" },
      "DATABASE_URL must be file:<path> for SQLite or postgresql://user:password@host:5432/name for PostgreSQL; DATABASE_URL in the environment is text.",
    ],
    [
      { DATABASE_URL: "postgresql://[bad" },
      "DATABASE_URL must be file:<path> for SQLite or postgresql://user:password@host:5432/name for PostgreSQL; DATABASE_URL in the environment is text.",
    ],
    [
      { APP_MASTER_KEY: "c2hvcnQ=" },
      "APP_MASTER_KEY must be 32 bytes in base64 (44 characters); `openssl rand -base64 32` makes one; APP_MASTER_KEY in the environment is text.",
    ],
    [
      { APP_MASTER_KEY: KEY, APP_MASTER_KEY_FILE: "/etc/key" },
      "Set APP_MASTER_KEY or APP_MASTER_KEY_FILE, not both.",
    ],
    [
      { ROBINHOOD_API_URL: "http://broker.example.com" },
      "ROBINHOOD_API_URL must be an https address, unless the host is this machine (127.0.0.1); ROBINHOOD_API_URL in the environment is text.",
    ],
    [{ SMTP_URL: "smtp://mail.lan" }, "Set SMTP_FROM, the sender of the e-mails, as well as SMTP_URL."],
    [
      { LOG_LEVEL: "LOUD" },
      "LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR; LOG_LEVEL in the environment is text.",
    ],
    [
      { API_TIMEOUT: "4" },
      "Connection timeout must be at least 5 seconds; API_TIMEOUT in the environment is a whole number.",
    ],
    [
      { CONNECTION_TIMEOUT: "-1" },
      "Connection timeout must be at least 5 seconds; CONNECTION_TIMEOUT in the environment is a whole number.",
    ],
    [
      { API_TIMEOUT: "soon" },
      "API_TIMEOUT must be a whole number from 5 to 600; API_TIMEOUT in the environment is text.",
    ],
    [
      { SESSION_TIMEOUT: "59" },
      "Session timeout must be at least 60 seconds; SESSION_TIMEOUT in the environment is a whole number.",
    ],
  ])("refuses %o", (source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });

  it("names everything that is wrong at once, and no secret", () => {
    const problems = problemsOf({ PORT: "x", LOG_LEVEL: "y", APP_MASTER_KEY: "hunter2" });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain("hunter2");
  });
});
