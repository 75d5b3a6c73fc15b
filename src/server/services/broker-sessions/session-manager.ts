import { createSession } from "@/server/services/broker-sessions/create-session";
import { destroySession } from "@/server/services/broker-sessions/destroy-session";
import { listSessions } from "@/server/services/broker-sessions/list-sessions";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { validateSession } from "@/server/services/broker-sessions/validate-session";

/** The source specification's SessionManager: the five operations on broker sessions under one name. */
export const SessionManager = {
  createSession,
  validateSession,
  refreshSession,
  destroySession,
  listSessions,
} as const;
