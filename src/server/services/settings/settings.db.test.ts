import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "@/server/services/service-context";
import { changeSettings } from "@/server/services/settings/change-settings";
import { exportSettings } from "@/server/services/settings/export-settings";
import { importSettings } from "@/server/services/settings/import-settings";
import { listSettingChanges } from "@/server/services/settings/list-setting-changes";
import { listSettings } from "@/server/services/settings/list-settings";
import { changePreferences, readPreferences } from "@/server/services/settings/preferences";
import { previewSettings } from "@/server/services/settings/preview-settings";
import { takeUpSettings } from "@/server/services/settings/take-up-settings";
import { undoSettingChange } from "@/server/services/settings/undo-setting-change";
import { type SettingView, settingListSchema, settingPreviewSchema } from "@/shared/schemas/system-setting";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";
import { testLiveSettings } from "@/test/test-settings";

let harness: ServiceHarness;
let admin: ServiceContext;

beforeEach(async () => {
  harness = await createServiceHarness();
  admin = await harness.member("admin");
});
afterEach(() => harness.close());

/** The same admin in a process with these variables. */
const under = (variables: Record<string, string>): ServiceContext => ({
  ...admin,
  liveSettings: testLiveSettings(variables),
});

async function one(ctx: ServiceContext, name: string): Promise<SettingView | undefined> {
  const { groups } = settingListSchema.parse(await listSettings(ctx));
  return groups.flatMap(({ settings }) => settings).find((setting) => setting.name === name);
}

const save = (value: string | null, version = 0, name = "API_TIMEOUT") =>
  changeSettings(admin, { version, changes: [{ name, value }] });

describe("settings of the install", () => {
  it("are listed with value, source, and what would hold without what is saved", async () => {
    const ctx = under({
      API_RETRY_COUNT: "7",
      METRICS_TOKEN: "hunter2-hunter2-hunter2",
      TRUSTED_PROXIES: "::1",
    });
    await changeSettings(ctx, { version: 0, changes: [{ name: "API_TIMEOUT", value: "45" }] });
    expect(await one(ctx, "API_TIMEOUT")).toMatchObject({
      value: "45",
      shown: "45 seconds",
      yaml: "settings.connection.connection_timeout",
      aliases: ["CONNECTION_TIMEOUT"],
      origin: {
        layer: "saved",
        by: admin.actor.type === "user" && admin.actor.email,
        at: harness.clock.now().toISOString(),
      },
      locked: false,
      default: "30",
      below: { value: "30", origin: { layer: "default" } },
    });
    expect(await one(ctx, "API_RETRY_COUNT")).toMatchObject({
      value: "7",
      shown: "7",
      origin: { layer: "environment", variable: "API_RETRY_COUNT" },
      locked: true,
    });
    expect(await one(ctx, "METRICS_TOKEN")).toMatchObject({ value: null, shown: "set", yaml: null });
    expect(await one(ctx, "SMTP_URL")).toMatchObject({ value: null, shown: "not set" });
    expect(await one(ctx, "RATE_LIMIT_REQUESTS")).toMatchObject({ shown: "each broker's own limit" });
    expect((await one(ctx, "AUTO_CONNECT"))?.shown).toBe("on");
    expect((await one(ctx, "AUTO_RECONNECT"))?.shown).toBe("off");
    expect((await one(ctx, "TRUSTED_PROXIES"))?.shown).toBe("::1");
    expect((await one(ctx, "NOTICE_PRIVATE_HOSTS"))?.shown).toBe("none");
    expect(await one(ctx, "ROBINHOOD_PASSWORD")).toBeUndefined();
    expect(JSON.stringify(await listSettings(ctx))).not.toContain("hunter2");
  });

  it("are in force at once where they were saved, and elsewhere when that process looks", async () => {
    const elsewhere = under({});
    expect(await save("45")).toMatchObject({ version: 1 });
    expect(admin.liveSettings.resolved.values.API_TIMEOUT).toBe(45);
    expect(elsewhere.liveSettings.resolved.values.API_TIMEOUT).toBe(30);
    expect(await takeUpSettings(elsewhere)).toBe(true);
    expect(elsewhere.liveSettings.resolved.values.API_TIMEOUT).toBe(45);
    expect(await takeUpSettings(elsewhere)).toBe(false);
  });

  it("are recorded with before and after, one event each, and what is so already is passed over", async () => {
    await changeSettings(admin, {
      version: 0,
      changes: [
        { name: "API_TIMEOUT", value: " 45 " },
        { name: "THEME", value: "dark" },
        { name: "LOG_LEVEL", value: null },
      ],
    });
    expect(await save("45", 1)).toMatchObject({ version: 1 });
    expect(await save(null, 1)).toMatchObject({ version: 2 });
    const events = (await harness.events()).filter(({ eventType }) => eventType === "SETTINGS_CHANGED");
    expect(events.map(({ targetId, details }) => [targetId, details])).toEqual([
      ["API_TIMEOUT", { setting: "API_TIMEOUT", before: null, after: "45" }],
      ["THEME", { setting: "THEME", before: null, after: "dark" }],
      ["API_TIMEOUT", { setting: "API_TIMEOUT", before: "45", after: null }],
    ]);
    expect(await one(admin, "API_TIMEOUT")).toMatchObject({ value: "30", origin: { layer: "default" } });
  });

  it("refuse wrong, locked and operator's values by name, and then change nothing", async () => {
    const ctx = under({ LOG_LEVEL: "DEBUG" });
    const changes = [
      { name: "API_RETRY_COUNT", value: "2" },
      { name: "API_TIMEOUT", value: "4" },
      { name: "SESSION_TIMEOUT", value: "59" },
      { name: "MAX_SESSIONS", value: "0" },
      { name: "SECURE_STORAGE", value: "cloud" },
      { name: "LOG_LEVEL", value: "INFO" },
      { name: "PORT", value: "80" },
      { name: "METRICS_TOKEN", value: "hunter2-hunter2-hunter2" },
      { name: "COLOUR", value: "red" },
      { name: "THEME", value: "dark" },
      { name: "THEME", value: "light" },
    ];
    await expect(changeSettings(ctx, { version: 0, changes })).rejects.toMatchObject({
      code: "VALIDATION_INVALID_INPUT",
      fields: {
        API_TIMEOUT: "Connection timeout must be at least 5 seconds",
        SESSION_TIMEOUT: "Session timeout must be at least 60 seconds",
        MAX_SESSIONS: "Must allow at least 1 cached session",
        SECURE_STORAGE: "Invalid storage backend",
        LOG_LEVEL: "LOG_LEVEL is locked: the variable LOG_LEVEL of the environment sets it",
        PORT: "PORT is set by a variable or in config.yaml only, by whoever runs Wheelhouse",
        METRICS_TOKEN:
          "METRICS_TOKEN is set by a variable or in config.yaml only, by whoever runs Wheelhouse",
        COLOUR: "COLOUR is not a setting",
        THEME: "THEME is there twice",
      },
    });
    expect(await harness.services.storage.systemSettings.list()).toEqual([]);
    expect(await harness.services.storage.systemSettings.version()).toBe(0);
  });

  it("choose Vault only where there is one", async () => {
    await expect(save("vault", 0, "SECURE_STORAGE")).rejects.toMatchObject({
      fields: {
        SECURE_STORAGE: "SECURE_STORAGE can be vault only where VAULT_ADDR names one: set it, and restart",
      },
    });
    const ctx = under({ VAULT_ADDR: "https://vault.example.com", VAULT_TOKEN: "hunter2" });
    await changeSettings(ctx, { version: 0, changes: [{ name: "SECURE_STORAGE", value: "vault" }] });
    expect(ctx.liveSettings.resolved.values.SECURE_STORAGE).toBe("vault");
  });

  it("are the default's again where another process takes a saved value back while they are read", async () => {
    await save("45");
    await admin.storage.systemSettings.remove("API_TIMEOUT");
    expect(await one(admin, "API_TIMEOUT")).toMatchObject({ origin: { layer: "default" } });
  });

  it("let one of two changes at once win", async () => {
    const results = await Promise.allSettled([save("40"), save("50")]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "API_CONFLICT" },
    });
    await expect(save("60", 0)).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(await harness.services.storage.systemSettings.changes({ limit: 10 })).toHaveLength(1);
  });

  it("are an admin's to see and to change", async () => {
    const user = await harness.member("user", "trader");
    const acts = [
      () => listSettings(user),
      () => changeSettings(user, { version: 0, changes: [{ name: "THEME", value: "dark" }] }),
      () => listSettingChanges(user, { limit: 10 }),
      () => undoSettingChange(user, { changeId: "x" }),
      () => exportSettings(user),
      () => previewSettings(user, { yaml: "" }),
      () => importSettings(user, { yaml: "", version: 0 }),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
  });

  it("log a saved value that this version refuses, and use what stands below it", async () => {
    const { storage, clock } = harness.services;
    await storage.systemSettings.put({
      name: "THEME",
      value: "pink",
      updatedAt: clock.now(),
      updatedBy: "a@b.c",
    });
    await storage.systemSettings.nextVersion();
    expect(await one(admin, "THEME")).toMatchObject({ value: "auto", origin: { layer: "default" } });
    expect(harness.logLines.join()).toContain(
      "THEME must be one of light, dark, auto; the saved value is text",
    );
    harness.logLines.length = 0;
  });
});

describe("the history of settings", () => {
  const history = async (name?: string) =>
    (await listSettingChanges(admin, { ...(name !== undefined && { name }), limit: 10 })).changes;

  it("takes one change back where the setting is still what that change made it", async () => {
    await save("45");
    await save("dark", 1, "THEME");
    await save("50", 2);
    const [newest, theme, oldest] = await history();
    expect([newest?.undoable, theme?.undoable, oldest?.undoable]).toEqual([true, true, false]);
    await expect(undoSettingChange(admin, { changeId: oldest?.id ?? "" })).rejects.toMatchObject({
      code: "API_CONFLICT",
      message: "API_TIMEOUT was changed since: what it is now is not what this change made it",
    });
    expect(await undoSettingChange(admin, { changeId: newest?.id ?? "" })).toMatchObject({ version: 4 });
    expect(admin.liveSettings.resolved.values.API_TIMEOUT).toBe(45);
    expect((await history("API_TIMEOUT"))[0]).toMatchObject({
      label: "Time-out of calls to brokers",
      before: "50",
      after: "45",
      undoes: newest?.id,
      undoable: true,
    });
    expect((await harness.events()).at(-1)).toMatchObject({
      eventType: "SETTINGS_CHANGED",
      details: { setting: "API_TIMEOUT", before: "50", after: "45", undoes: newest?.id },
    });
  });

  it("can't undo what is not there, is locked by now, or is no setting any more", async () => {
    await save("45");
    const [change] = await history();
    await expect(undoSettingChange(admin, { changeId: "nothing" })).rejects.toMatchObject({
      code: "API_RESOURCE_NOT_FOUND",
    });
    await expect(
      undoSettingChange(under({ CONNECTION_TIMEOUT: "9" }), { changeId: change?.id ?? "" }),
    ).rejects.toMatchObject({
      message: "API_TIMEOUT is locked: the variable CONNECTION_TIMEOUT of the environment sets it",
    });
    const at = harness.clock.now();
    const old = {
      id: "old",
      name: "OLD_SETTING",
      before: "1",
      after: null,
      at,
      byId: null,
      by: "x",
      undoes: null,
    };
    await harness.services.storage.systemSettings.addChange(old);
    expect((await history("OLD_SETTING"))[0]).toMatchObject({ label: "OLD_SETTING", undoable: false });
  });
});

describe("export and import", () => {
  it("write everything that is set, without secrets, and read it back to the same", async () => {
    const ctx = under({
      METRICS_TOKEN: "hunter2-hunter2-hunter2",
      TRUSTED_PROXIES: "10.0.0.0/8, ::1",
      LOG_CONSOLE: "TRUE",
    });
    await changeSettings(ctx, {
      version: 0,
      changes: [
        { name: "API_TIMEOUT", value: "45" },
        { name: "SESSION_FILE_PREFIX", value: "" },
        { name: "LOG_MAX_SIZE", value: "5MB" },
      ],
    });
    const { yaml } = await exportSettings(ctx);
    expect(yaml).toBe(
      [
        `# Settings of Wheelhouse, ${harness.clock.now().toISOString()}.`,
        "# Set, but no part of a file: METRICS_TOKEN.",
        "settings:",
        '  version: "1.0.0"',
        "",
        "  connection:",
        "    connection_timeout: 45  # Time-out of calls to brokers",
        "",
        "  session:",
        '    session_file_prefix: ""  # Prefix of exported sessions',
        "",
        "  logging:",
        "    console: true  # Log to the console",
        '    max_size: "5MB"  # Largest log file',
        "",
        "  server:",
        '    trusted_proxies: ["10.0.0.0/8", "::1"]  # Trusted proxies',
        "",
      ].join("\n"),
    );
    expect(yaml).not.toContain("hunter2");
    expect((await harness.events()).at(-1)).toMatchObject({
      eventType: "SETTINGS_EXPORTED",
      details: { settings: 5 },
    });

    const other = await createServiceHarness();
    const there = await other.member("admin");
    const preview = settingPreviewSchema.parse(await previewSettings(there, { yaml }));
    expect(preview.problems).toEqual([]);
    expect(preview.changes.map(({ name, before, after }) => [name, before, after])).toEqual([
      ["API_TIMEOUT", "30", "45"],
      ["SESSION_FILE_PREFIX", ".session_", ""],
      ["LOG_CONSOLE", "false", "true"],
      ["LOG_MAX_SIZE", "100MB", "5MB"],
    ]);
    expect(preview.skipped.map(({ name }) => name)).toEqual(["TRUSTED_PROXIES"]);
    await importSettings(there, { yaml, version: preview.version });
    expect(there.liveSettings.resolved.values).toMatchObject({
      API_TIMEOUT: 45,
      SESSION_FILE_PREFIX: "",
      LOG_MAX_SIZE: 5_242_880,
    });
    expect((await previewSettings(there, { yaml })).changes).toEqual([]);
    await expect(
      importSettings(there, { yaml: "settings:\n  ui:\n    theme: dark\n", version: 0 }),
    ).rejects.toMatchObject({ code: "API_CONFLICT" });
    await other.close();
  });

  it("import nothing of a file with a mistake, and name each", async () => {
    const yaml =
      "settings:\n  ui:\n    theme: dark\n    colour: red\n  connection:\n    connection_timeout: 4\n  security:\n    secure_storage: vault\n";
    const messages = [
      "The file, line 4: settings.ui.colour is not a setting; config.example.yaml has all of them.",
      "Connection timeout must be at least 5 seconds; The file, line 6: settings.connection.connection_timeout is a whole number.",
      "The file, line 8: SECURE_STORAGE can be vault only where VAULT_ADDR names one: set it, and restart.",
    ];
    const { problems } = await previewSettings(admin, { yaml });
    expect(problems.map(({ message }) => message)).toEqual(messages);
    expect(problems.map(({ line }) => line)).toEqual([4, 6, 8]);
    await expect(importSettings(admin, { yaml, version: 0 })).rejects.toMatchObject({
      code: "VALIDATION_INVALID_INPUT",
      fields: { yaml: messages.join("\n") },
    });
    expect(await harness.services.storage.systemSettings.list()).toEqual([]);
  });

  it("write no more than a head where nothing is set that a file may hold", async () => {
    const { yaml } = await exportSettings(under({ NODE_ENV: "test" }));
    expect(yaml).toBe(
      [
        `# Settings of Wheelhouse, ${harness.clock.now().toISOString()}.`,
        "# Set, but no part of a file: NODE_ENV.",
        "settings:",
        '  version: "1.0.0"',
        "",
      ].join("\n"),
    );
  });

  it("skip what the environment locks", async () => {
    const { skipped, changes } = await previewSettings(under({ THEME: "light" }), {
      yaml: "settings:\n  ui:\n    theme: dark\n",
    });
    expect([skipped, changes]).toEqual([
      [
        {
          name: "THEME",
          label: "Theme",
          reason: "THEME is locked: the variable THEME of the environment sets it",
        },
      ],
      [],
    ]);
  });
});

describe("preferences", () => {
  it("are the system's until a person chooses, and theirs alone then", async () => {
    const ada = await harness.member("user");
    const bob = await harness.member("user");
    expect(await readPreferences(ada)).toMatchObject({
      theme: "auto",
      showTooltips: true,
      defaultBroker: "robinhood",
      origins: { theme: "system", showTooltips: "system" },
    });
    await changePreferences(ada, { changes: { theme: "dark", showTooltips: false } });
    await changePreferences(ada, {
      changes: {
        autoCollapsePanels: false,
        showConnectionStatus: false,
        connectionStatusPosition: "bottom",
        defaultBroker: "etrade",
      },
    });
    expect(await readPreferences(ada)).toMatchObject({
      theme: "dark",
      showTooltips: false,
      autoCollapsePanels: false,
      showConnectionStatus: false,
      connectionStatusPosition: "bottom",
      defaultBroker: "etrade",
      system: { theme: "auto", showTooltips: true },
      origins: { theme: "own", showTooltips: "own", defaultBroker: "own" },
    });
    expect(await readPreferences(bob)).toMatchObject({ theme: "auto", origins: { theme: "system" } });
  });

  it("follow the system again when a choice is taken back, or this version does not know it", async () => {
    const ada = await harness.member("user");
    await changePreferences(ada, { changes: { theme: "dark", showTooltips: false } });
    await save("light", 0, "THEME");
    expect((await readPreferences(ada)).theme).toBe("dark");
    const changed = await changePreferences(ada, { changes: { theme: null } });
    expect(changed).toMatchObject({ theme: "light", showTooltips: false, origins: { theme: "system" } });
    const { storage, clock } = harness.services;
    const userId = ada.actor.type === "user" ? ada.actor.userId : "";
    await storage.preferences.put(userId, "interface", '{"theme":"pink","showTooltips":false}', clock.now());
    expect(await readPreferences(ada)).toMatchObject({ theme: "light", showTooltips: false });
  });
});
