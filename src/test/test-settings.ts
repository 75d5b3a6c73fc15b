import { tmpdir } from "node:os";
import { readEnvironment, readHeadlessEnvironment } from "@/env";
import type { ServiceSettings } from "@/server/services/service-context";
import { createLiveSettings } from "@/server/settings/live-settings";
import type { LiveSettings } from "@/server/settings/live-settings.port";
import type { HeadlessSettings } from "@/shared/settings/headless-settings";

/** All settings, as these variables and nothing else have them. */
export function testLiveSettings(variables: Readonly<Record<string, string>> = {}): LiveSettings {
  return createLiveSettings(readEnvironment(variables, tmpdir()).withSaved);
}

/** What a program without a person signs in with: nothing, unless told. */
export const noVariables = (given: Readonly<Record<string, string>> = {}): HeadlessSettings =>
  readHeadlessEnvironment(given, tmpdir());

/** The settings of tests: as in a fresh install, but that nothing is tried twice unless a test asks for it. */
export function testSettings(given: Partial<ServiceSettings> = {}): ServiceSettings {
  return {
    brokerSessionSeconds: 86_400,
    dataCacheSeconds: 60,
    appSessionIdleSeconds: 43_200,
    appSessionMaxSeconds: 604_800,
    invitationSeconds: 259_200,
    apiTimeoutSeconds: 30,
    retry: { count: 0, delayMs: 1000, backoff: "exponential" },
    requestsPerMinute: null,
    breaker: { failures: 5, openSeconds: 30 },
    refreshThresholdSeconds: 300,
    maxSessions: 5,
    cleanupIntervalSeconds: 3600,
    autoConnect: true,
    autoReconnect: false,
    keepsSessions: true,
    requiresMfa: false,
    auditsCalls: false,
    secureStorage: "database",
    passwords: { minLength: 12, complexity: "medium" },
    deadlineLeadSeconds: [86_400, 3600],
    publicUrl: "http://localhost:3000",
    ...given,
  };
}
