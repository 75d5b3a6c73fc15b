import { audited, noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { applyMasterKey } from "@/server/services/keys/apply-master-key";
import { generateMasterKey } from "@/server/services/keys/generate-master-key";
import { readKeyProgress } from "@/server/services/keys/read-key-progress";
import { readKeyStatus } from "@/server/services/keys/read-key-status";
import { renewDataKeys } from "@/server/services/keys/renew-data-keys";
import { retireMasterKey } from "@/server/services/keys/retire-master-key";
import {
  confirmInputSchema,
  generatedKeySchema,
  keyRotationViewSchema,
  keyStatusSchema,
  retiredKeySchema,
  retireKeyInputSchema,
} from "@/shared/schemas/keys";

const access = "manage_keys" as const;
const reads = noAudit("reads fingerprints and counts, never a key");

/** The keys of the install. */
export const keysRouter = router({
  status: procedure({ access, audit: reads, output: keyStatusSchema }).query(({ ctx }) => readKeyStatus(ctx)),
  progress: procedure({ access, audit: reads, output: keyRotationViewSchema.nullable() }).query(({ ctx }) =>
    readKeyProgress(ctx),
  ),
  generate: procedure({ access, audit: audited("MASTER_KEY_GENERATED"), output: generatedKeySchema })
    .input(confirmInputSchema)
    .mutation(({ ctx, input }) => generateMasterKey(ctx, input)),
  changeMasterKey: procedure({ access, audit: audited("KEY_ROTATED"), output: keyStatusSchema })
    .input(confirmInputSchema)
    .mutation(({ ctx, input }) => applyMasterKey(ctx, input)),
  retire: procedure({ access, audit: audited("KEY_RETIRED"), output: retiredKeySchema })
    .input(retireKeyInputSchema)
    .mutation(({ ctx, input }) => retireMasterKey(ctx, input)),
  renewDataKeys: procedure({
    access,
    audit: audited("DATA_KEYS_RENEWAL_STARTED"),
    output: keyRotationViewSchema,
  })
    .input(confirmInputSchema)
    .mutation(({ ctx, input }) => renewDataKeys(ctx, input)),
});
