import { type BackgroundWork, type LoopOptions, startLoop, startOnce } from "@/server/keeper/background-loop";
import { watchClock } from "@/server/keeper/watch-clock";
import { onceAccepted, whenAccepted } from "@/server/keeper/when-accepted";
import { flushTokenUses } from "@/server/services/api-tokens/token-uses";
import { attentionRounds } from "@/server/services/attention/tell-of-attention";
import { endLeftSessions } from "@/server/services/broker-sessions/end-left-sessions";
import { keepSessions } from "@/server/services/broker-sessions/keep-sessions";
import { restoreSessions } from "@/server/services/broker-sessions/restore-sessions";
import { driveLogins } from "@/server/services/connections/drive-logins";
import { noteEpoch } from "@/server/services/install/note-epoch";
import { keepKeys } from "@/server/services/keys/keep-keys";
import { cleanUpRounds } from "@/server/services/maintenance/clean-up";
import { warnOfSessionExcess } from "@/server/services/maintenance/warn-of-session-excess";
import { createMetricWriter } from "@/server/services/metrics/write-metrics";
import { deliverNotices } from "@/server/services/notices/deliver-notices";
import { recordDailyValues } from "@/server/services/portfolio/record-daily-values";
import { endProcess, PROCESS_HEARTBEAT_MS, tellOfProcess } from "@/server/services/processes/tell-of-process";
import type { ServiceContext, Services } from "@/server/services/service-context";
import { followSettings, SETTINGS_LOOK_MS } from "@/server/services/settings/follow-settings";
import { systemContext } from "@/server/services/system-context";
import { CALL_TRAIL_MS, flushCallTrail } from "@/server/services/upstream/call-trail";

const QUARTER_HOUR_MS = 900_000;
const HOUR_MS = 3_600_000;

/** Everything that goes on by itself. The pauses bound how long another process's work waits for this one. */
const LOOPS: readonly LoopOptions[] = [
  { name: "logins", round: whenAccepted(driveLogins), idleMs: 5000, shortestMs: 200 },
  { name: "sessions", round: whenAccepted(keepSessions), idleMs: 10_000, shortestMs: 1000 },
  { name: "notices", round: whenAccepted(deliverNotices), idleMs: 5000, shortestMs: 1000 },
  { name: "daily values", round: whenAccepted(recordDailyValues), idleMs: 600_000, shortestMs: 60_000 },
  { name: "token uses", round: flushTokenUses, idleMs: 15_000, shortestMs: 1000 },
  { name: "call trail", round: flushCallTrail, idleMs: CALL_TRAIL_MS, shortestMs: CALL_TRAIL_MS },
  { name: "settings", round: followSettings, idleMs: SETTINGS_LOOK_MS, shortestMs: SETTINGS_LOOK_MS },
];

/** The work in the background of one process. */
export interface Keeper extends BackgroundWork {
  /** How many kinds of work come again and again. */
  readonly loops: number;
}

/**
 * Starts the work in the background of this process: what the last run left is taken up, then each kind of work goes
 * on in rounds of its own. `stop` waits for what is being done and begins nothing more.
 */
export function startKeeper(services: Services): Keeper {
  const writer = createMetricWriter();
  const atStart = startOnce(services, { name: "start", round: onceAccepted(takeUp) });
  const loops = [
    startLoop(services, {
      name: "process",
      round: tellOfProcess(),
      idleMs: PROCESS_HEARTBEAT_MS,
      shortestMs: PROCESS_HEARTBEAT_MS,
    }),
    ...LOOPS.map((options) => startLoop(services, options)),
    startLoop(services, { name: "epoch", round: noteEpoch, idleMs: HOUR_MS, shortestMs: 60_000 }),
    startLoop(services, { name: "metrics", round: writer.round, idleMs: 61_000, shortestMs: 1000 }),
    startLoop(services, { name: "keys", round: keepKeys(), idleMs: 15_000, shortestMs: 1000 }),
    // A changed interval is seen after a minute at most.
    startLoop(services, {
      name: "clean-up",
      round: whenAccepted(cleanUpRounds()),
      idleMs: 60_000,
      shortestMs: 60_000,
    }),
    startLoop(services, {
      name: "attention",
      round: whenAccepted(attentionRounds()),
      idleMs: QUARTER_HOUR_MS,
      shortestMs: 1000,
    }),
    // After so long at most a clock that went back holds nothing up any more.
    startLoop(services, { name: "clock", round: watchClock(), idleMs: 5000, shortestMs: 5000 }),
  ];
  return {
    loops: loops.length,
    stop: async () => {
      await Promise.all([atStart, ...loops].map((work) => work.stop()));
      await writer.flush(systemContext(services)).catch((error: unknown) => {
        services.log.warn({ err: error }, "the figures of the last minute were not written down");
      });
      await endProcess(services);
    },
  };
}

/** A broker that does not answer holds up nothing but this. */
async function takeUp(ctx: ServiceContext, signal: AbortSignal): Promise<Date | null> {
  await warnOfSessionExcess(ctx);
  await endLeftSessions(ctx);
  if (ctx.settings.autoConnect) {
    await restoreSessions(ctx, signal);
  }
  return null;
}
