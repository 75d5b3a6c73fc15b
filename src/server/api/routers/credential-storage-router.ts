import { z } from "zod";
import { audited, noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { moveCredentials } from "@/server/services/credential-storage/move-credentials";
import { readCredentialStorage } from "@/server/services/credential-storage/read-credential-storage";
import { readKeeping } from "@/server/services/credential-storage/read-keeping";
import {
  credentialStorageSchema,
  keepingSchema,
  moveCredentialsSchema,
  moveProgressSchema,
} from "@/shared/schemas/credential-storage";

const access = "modify_settings" as const;

const oneConnection = z.object({ connectionId: z.string().max(64) });

/** Where the install keeps stored credentials. */
export const credentialStorageRouter = router({
  keeping: procedure({
    access: "manage_connections",
    audit: noAudit("reads names of fields, never a value"),
    output: keepingSchema,
  })
    .input(oneConnection)
    .query(({ ctx, input }) => readKeeping(ctx, input)),
  status: procedure({
    access,
    audit: noAudit("reads states and counts, never a credential"),
    output: credentialStorageSchema,
  }).query(({ ctx }) => readCredentialStorage(ctx)),
  move: procedure({ access, audit: audited("CREDENTIALS_MOVED"), output: moveProgressSchema })
    .input(moveCredentialsSchema)
    .mutation(({ ctx, input }) => moveCredentials(ctx, input)),
});
