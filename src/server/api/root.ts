import { auditRouter } from "@/server/api/routers/audit-router";
import { brokersRouter } from "@/server/api/routers/brokers-router";
import { connectionsRouter } from "@/server/api/routers/connections-router";
import { credentialStorageRouter } from "@/server/api/routers/credential-storage-router";
import { installRouter } from "@/server/api/routers/install-router";
import { invitationRouter } from "@/server/api/routers/invitation-router";
import { keysRouter } from "@/server/api/routers/keys-router";
import { membersRouter } from "@/server/api/routers/members-router";
import { metricsRouter } from "@/server/api/routers/metrics-router";
import { noticesRouter } from "@/server/api/routers/notices-router";
import { portfolioRouter } from "@/server/api/routers/portfolio-router";
import { preferencesRouter, settingsRouter } from "@/server/api/routers/settings-router";
import { setupRouter } from "@/server/api/routers/setup-router";
import { tokensRouter } from "@/server/api/routers/tokens-router";
import { viewerRouter } from "@/server/api/routers/viewer-router";
import { wheelRouter } from "@/server/api/routers/wheel-router";
import { router } from "@/server/api/trpc";

/** All procedures. */
export const appRouter = router({
  audit: auditRouter,
  brokers: brokersRouter,
  connections: connectionsRouter,
  credentialStorage: credentialStorageRouter,
  install: installRouter,
  invitation: invitationRouter,
  keys: keysRouter,
  members: membersRouter,
  metrics: metricsRouter,
  notices: noticesRouter,
  portfolio: portfolioRouter,
  preferences: preferencesRouter,
  settings: settingsRouter,
  setup: setupRouter,
  tokens: tokensRouter,
  viewer: viewerRouter,
  wheel: wheelRouter,
});

/** Type of all procedures, for clients. */
export type AppRouter = typeof appRouter;
