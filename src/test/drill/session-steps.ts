import { checkConnection } from "@/server/services/connections/check-connection";
import { disconnect } from "@/server/services/connections/disconnect";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { removeConnection } from "@/server/services/connections/remove-connection";
import { retryConnection } from "@/server/services/connections/retry-connection";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import type { DrillStage } from "@/test/drill/drill-stage";
import type { StepPlan } from "@/test/drill/login-steps";

export type SessionStep =
  | "refresh by hand"
  | "refresh by the keeper"
  | "refresh within a call"
  | "check"
  | "restore"
  | "try by hand"
  | "read the summary"
  | "disconnect"
  | "remove";

const connected = (stage: DrillStage) => stage.signIn();
const REFRESH = { path: "/oauth2/token/", grant: "refresh_token" };
const PROBE = { path: "/positions/*" };
const REVOKE = { path: "/oauth2/revoke_token/" };

export const SESSION_STEPS: Record<SessionStep, StepPlan> = {
  "refresh by hand": {
    who: "hana",
    before: connected,
    strikes: REFRESH,
    act: (stage) => refreshConnection(stage.owner, stage.about),
  },
  "refresh by the keeper": {
    who: "hana",
    before: async (stage) => {
      stage.shortenTokens();
      await stage.signIn();
      stage.passHalfOfTokens();
    },
    strikes: REFRESH,
    act: (stage) => stage.keep(),
  },
  "refresh within a call": {
    who: "hana",
    before: async (stage) => {
      await stage.signIn();
      stage.refuseOneCall();
    },
    strikes: REFRESH,
    act: (stage) => checkConnection(stage.owner, stage.about),
  },
  check: {
    who: "hana",
    before: connected,
    strikes: PROBE,
    act: (stage) => checkConnection(stage.owner, stage.about),
  },
  restore: { who: "hana", before: connected, strikes: PROBE, act: (stage) => stage.restore() },
  "try by hand": {
    who: "hana",
    before: connected,
    strikes: PROBE,
    act: (stage) => retryConnection(stage.owner, stage.about),
  },
  "read the summary": {
    who: "hana",
    before: connected,
    strikes: { method: "GET", path: "/portfolios/*" },
    act: (stage) => getAccountSummary(stage.owner, { ...stage.about, fresh: true }),
  },
  disconnect: {
    who: "hana",
    before: connected,
    strikes: REVOKE,
    act: (stage) => disconnect(stage.owner, { ...stage.about, forgetCredentials: false }),
  },
  remove: {
    who: "hana",
    before: connected,
    strikes: REVOKE,
    act: (stage) => removeConnection(stage.owner, stage.about),
  },
};
