import { z } from "zod";
import { audited, noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { signOut } from "@/server/services/app-sessions/sign-out";
import { changePassword } from "@/server/services/viewer/change-password";
import { listOwnSessions } from "@/server/services/viewer/list-own-sessions";
import { readViewer } from "@/server/services/viewer/read-viewer";
import { revokeOwnSession } from "@/server/services/viewer/revoke-own-session";
import { signOutOtherSessions } from "@/server/services/viewer/sign-out-other-sessions";
import { appSessionViewSchema, changePasswordInputSchema, viewerSchema } from "@/shared/schemas/member";

const own = "use_own_account" as const;

/** The signed-in person's own account. */
export const viewerRouter = router({
  get: procedure({ access: own, audit: noAudit("reads oneself"), output: viewerSchema }).query(({ ctx }) =>
    readViewer(ctx),
  ),
  sessions: procedure({
    access: own,
    audit: noAudit("reads one's own sessions"),
    output: z.array(appSessionViewSchema),
  }).query(({ ctx }) => listOwnSessions(ctx)),
  revokeSession: procedure({ access: own, audit: audited("APP_SESSION_REVOKED"), output: z.object({}) })
    .input(z.object({ sessionId: z.string().min(1).max(128) }))
    .mutation(async ({ ctx, input }) => {
      await revokeOwnSession(ctx, input);
      return {};
    }),
  signOutOthers: procedure({
    access: own,
    audit: audited("APP_SESSION_REVOKED"),
    output: z.object({ ended: z.number().int() }),
  }).mutation(({ ctx }) => signOutOtherSessions(ctx)),
  signOut: procedure({ access: own, audit: audited("SIGN_OUT"), output: z.object({}) }).mutation(
    async ({ ctx }) => {
      await signOut(ctx);
      return {};
    },
  ),
  changePassword: procedure({
    access: own,
    audit: audited("PASSWORD_CHANGED"),
    output: z.object({}),
  })
    .input(changePasswordInputSchema)
    .mutation(async ({ ctx, input }) => {
      await changePassword(ctx, input);
      return {};
    }),
});
