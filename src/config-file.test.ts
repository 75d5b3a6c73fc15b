import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseConfigFile, readConfigFile } from "@/config-file";
import { EnvironmentError, readEnvironment } from "@/env";

const folder = mkdtempSync(join(tmpdir(), "wheelhouse-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The file of the settings specification, word for word. */
const SPECIFIED = `settings:
  version: "1.0.0"

  ui:
    theme: "dark"                  # UI theme: light|dark|auto
    show_tooltips: true            # Show helpful tooltips
    auto_collapse_panels: true     # Auto-collapse settings when connected
    connection_status_position: "top"  # Status indicator position

  connection:
    default_broker: "robinhood"    # Default broker to connect
    connection_timeout: 30         # Connection timeout (seconds)
    max_retry_attempts: 3          # Maximum connection retries
    retry_backoff: "exponential"   # Retry strategy: linear|exponential

  session:
    storage_location: "~/.wheel_strategy"
    session_file_prefix: ".session_"
    max_sessions: 5                # Maximum cached sessions
    cleanup_interval: 3600         # Cleanup check interval (seconds)

  security:
    min_password_length: 8         # Minimum password length
    require_mfa: false             # Require MFA for all connections
    password_complexity: "medium"   # Password complexity: low|medium|high
    session_encryption: "AES256"    # Encryption algorithm

  logging:
    enabled: true
    location: "./logs"
    format: "json"                 # Log format: json|text
    rotation: "daily"              # Log rotation: daily|weekly|size
    max_size: "100MB"              # Max log file size
    retention_days: 30             # Log retention period
`;

const problemsOf = (source: string): string[] =>
  parseConfigFile(source, "config.yaml").problems.map(({ text }) => text);

function refusalOf(source: string): readonly string[] {
  const path = join(folder, "config.yaml");
  writeFileSync(path, source);
  try {
    readEnvironment({}, folder);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe("config.yaml", () => {
  it("is accepted as the settings specification writes it", () => {
    expect(refusalOf(SPECIFIED)).toEqual([]);
    const { values, origins } = readEnvironment({}, folder).resolved;
    expect(values).toMatchObject({
      THEME: "dark",
      SHOW_TOOLTIPS: true,
      AUTO_COLLAPSE_PANELS: true,
      CONNECTION_STATUS_POSITION: "top",
      DEFAULT_BROKER: "robinhood",
      API_TIMEOUT: 30,
      API_RETRY_COUNT: 3,
      API_RETRY_BACKOFF: "exponential",
      SESSION_STORAGE_LOCATION: "~/.wheel_strategy",
      SESSION_FILE_PREFIX: ".session_",
      MAX_SESSIONS: 5,
      SESSION_CLEANUP_INTERVAL: 3600,
      MIN_PASSWORD_LENGTH: 8,
      ENABLE_MFA: false,
      PASSWORD_COMPLEXITY: "medium",
      SESSION_ENCRYPTION: "AES256",
      LOG_ENABLED: true,
      LOG_DIR: "./logs",
      LOG_FORMAT: "json",
      LOG_ROTATION: "daily",
      LOG_MAX_SIZE: 104_857_600,
      LOG_RETENTION_DAYS: 30,
    });
    const fromFile = [...origins.values()].filter(({ layer }) => layer === "file");
    expect(fromFile).toHaveLength(22);
    expect(origins.get("LOG_MAX_SIZE")).toEqual({
      layer: "file",
      file: "config.yaml",
      line: 33,
      key: "settings.logging.max_size",
    });
  });

  it.each([
    [
      "connection:\n    connection_timeout: 4",
      "Connection timeout must be at least 5 seconds",
      "a whole number",
    ],
    ["session:\n    session_timeout: 59", "Session timeout must be at least 60 seconds", "a whole number"],
    ["session:\n    max_sessions: 0", "Must allow at least 1 cached session", "a whole number"],
    ["security:\n    secure_storage: cloud", "Invalid storage backend", "text"],
    ["ui:\n    theme: true", "settings.ui.theme must be one of light, dark, auto", "true or false"],
    [
      "connection:\n    connection_timeout: 2.5",
      "settings.connection.connection_timeout must be a whole number from 5 to 600",
      "a number with decimals",
    ],
    [
      "notices:\n    private_hosts: [a/b]",
      "settings.notices.private_hosts must be a comma-separated list of hosts, each with or without a port, such as ntfy.lan:8080",
      "a list",
    ],
  ])("names line, key and kind of a wrong value: %j", (lines, message, found) => {
    const [group = "", rest = ""] = lines.split(":\n    ");
    const key = `settings.${group}.${rest.slice(0, rest.indexOf(":"))}`;
    expect(refusalOf(`settings:\n\n  ${lines}\n`)).toEqual([
      `${message}; config.yaml, line 4: ${key} is ${found}.`,
    ]);
  });

  it("never repeats a value", () => {
    const problems = refusalOf("settings:\n  logging:\n    level: hunter2\n  vault:\n    token: hunter2\n");
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain("hunter2");
  });

  it("takes a list, an empty file, comments, empty groups and keys without a value", () => {
    const { values, problems } = parseConfigFile(
      "settings:\n  ui:\n    theme:\n  session: ~\n  server:\n    trusted_proxies:\n      - 10.0.0.0/8\n      - ::1\n",
      "config.yaml",
    );
    expect(problems).toEqual([]);
    expect([...values]).toEqual([
      [
        "TRUSTED_PROXIES",
        {
          text: "10.0.0.0/8,::1",
          file: "config.yaml",
          line: 6,
          key: "settings.server.trusted_proxies",
          found: "a list",
        },
      ],
    ]);
    for (const source of ["", "# nothing\n", "settings:\n", "settings: {}\n", "~"]) {
      expect(parseConfigFile(source, "config.yaml")).toEqual({ values: new Map(), problems: [] });
    }
  });

  it.each([
    [
      "settings:\n  ui:\n    colour: red",
      3,
      "settings.ui.colour is not a setting; config.example.yaml has all of them",
    ],
    ["settings:\n  colour: red", 2, "settings.colour is not a setting; config.example.yaml has all of them"],
    [
      "settings:\n  ui:\n    ? [a]\n    : b",
      3,
      "settings.ui.a key that is not a word is not a setting; config.example.yaml has all of them",
    ],
    ["settings:\n  ui: dark", 2, "settings.ui must hold settings, indented below it"],
    ["settings: dark", 1, "settings must hold settings, indented below it"],
    ["ui:\n  theme: dark", 1, "ui stands outside settings: indent it below settings"],
    ["settings:\n  ui:\n    theme: [dark]", 3, "settings.ui.theme must be one value, not a list"],
    ["settings:\n  ui:\n    theme: {a: b}", 3, "settings.ui.theme must be one value, not a mapping"],
    [
      "settings:\n  notices:\n    private_hosts: [[a]]",
      3,
      "settings.notices.private_hosts must be one value, not a list",
    ],
    [
      "settings:\n  version: 2",
      2,
      'settings.version must be "1.0.0", the form of file that this version reads',
    ],
    [
      "settings:\n  version: [1]",
      2,
      'settings.version must be "1.0.0", the form of file that this version reads',
    ],
    [
      "settings:\n  vault:\n    token: x",
      3,
      "settings.vault.token may not stand in a file: set it as a variable",
    ],
    ["settings:\n  smtp_url: x", 2, "settings.smtp_url may not stand in a file: set it as a variable"],
    ["settings:\n  a:\n    b: 1", 2, "settings.a is not a setting; config.example.yaml has all of them"],
    [
      "settings:\n  ui:\n    theme: dark\n    theme: light",
      4,
      "the key stands here for the second time: remove one",
    ],
    [
      "settings:\n  ui:\n    theme: &t dark",
      3,
      "anchors, aliases and tags are not read: write the value itself",
    ],
    [
      "settings:\n  ui:\n    theme: !!str dark",
      3,
      "anchors, aliases and tags are not read: write the value itself",
    ],
    [
      "settings:\n  ui: !secret\n    theme: dark",
      3,
      "anchors, aliases and tags are not read: write the value itself",
    ],
    ["settings:\n  ui:\n    theme: 'dark", 3, "this is not YAML (MISSING_CHAR): correct it"],
    ["settings: {}\n---\nsettings: {}", 2, "this is not YAML (MULTIPLE_DOCS): correct it"],
  ])("refuses %j", (source, line, text) => {
    expect(parseConfigFile(source, "config.yaml").problems).toEqual([
      { line, text: `config.yaml, line ${line}: ${text}.` },
    ]);
  });

  it("does not follow an alias", () => {
    expect(problemsOf("settings:\n  ui:\n    theme: &t dark\n  logging:\n    level: *t\n")).toEqual([
      "config.yaml, line 3: anchors, aliases and tags are not read: write the value itself.",
      "config.yaml, line 5: anchors, aliases and tags are not read: write the value itself.",
    ]);
  });

  it.each([
    ["[1, 2]", "config.yaml must be a mapping with the key settings."],
    ["dark", "config.yaml must be a mapping with the key settings."],
    [`#${"x\n".repeat(600_000)}`, "config.yaml is larger than 1 MB: settings need far less."],
    ["- ".repeat(100_000), "config.yaml has lines too long, or is nested too deeply, for settings."],
    ["[\n".repeat(2000), "config.yaml has lines too long, or is nested too deeply, for settings."],
  ])("refuses a whole file that is none", (source, text) => {
    expect(parseConfigFile(source, "config.yaml").problems).toEqual([{ line: null, text }]);
  });

  it("is read from the folder of the install, or from where CONFIG_FILE says", () => {
    const path = join(folder, "other.yaml");
    writeFileSync(path, "settings:\n  server:\n    port: 4001\n");
    expect(readEnvironment({ CONFIG_FILE: "other.yaml" }, folder)).toMatchObject({
      port: 4001,
      configFile: path,
    });
    expect(() => readEnvironment({ CONFIG_FILE: "absent.yaml" }, folder)).toThrow(
      `CONFIG_FILE names ${join(folder, "absent.yaml")}, which is not there: correct it, or remove it.`,
    );
    expect(readConfigFile(join(folder, "absent.yaml"))).toEqual({ values: new Map(), problems: [] });
  });

  it("says of a file that it may not read what to do", () => {
    expect(readConfigFile(folder).problems).toEqual([
      { line: null, text: `${folder} cannot be read: make it readable, or remove it.` },
    ]);
  });
});
