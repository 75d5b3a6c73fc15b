import { z } from "zod";
import { pageOf, pageQuery } from "@/server/rest/paging";
import { jsonRoute, nothing, type RestRoute, scoped } from "@/server/rest/rest-route";
import { fresh } from "@/server/rest/routes/inputs";
import { dismissAttention, restoreAttention } from "@/server/services/attention/dismiss-attention";
import { readAttention } from "@/server/services/attention/read-attention";
import { attentionItemSchema } from "@/shared/schemas/attention";
import { attentionPageSchema, dismissalReplySchema } from "@/shared/schemas/rest";

const noun = "Attention";
const writes = scoped("read_positions", "write:attention");
const params = z.strictObject({ key: attentionItemSchema.shape.key.min(1) });

export const attentionRoutes: readonly RestRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/attention",
    operationId: "listAttention",
    noun,
    summary: "What needs attention, most urgent first, with the numbers behind it",
    access: scoped("read_positions", "read:attention"),
    params: nothing,
    query: z.strictObject({ ...pageQuery(), fresh }),
    body: nothing,
    output: attentionPageSchema,
    run: async (ctx, { query: { limit, cursor, fresh } }) => {
      const view = await readAttention(ctx, { fresh });
      const subject = { operation: "listAttention", input: null };
      const keyOf = ({ key }: (typeof view.items)[number]) => key;
      const { rows, nextCursor } = pageOf(ctx, subject, view.items, { limit, cursor, keyOf });
      return { ...view, items: rows, nextCursor };
    },
  }),
  jsonRoute({
    method: "PUT",
    path: "/attention/{key}/dismissal",
    operationId: "dismissAttention",
    noun,
    summary: "Put an item aside until its facts change",
    access: writes,
    params,
    query: nothing,
    body: z.strictObject({ stance: attentionItemSchema.shape.stance }),
    output: dismissalReplySchema,
    run: async (ctx, { params: { key }, body: { stance } }) => {
      await dismissAttention(ctx, { key, stance });
      return { key, dismissed: true };
    },
  }),
  jsonRoute({
    method: "DELETE",
    path: "/attention/{key}/dismissal",
    operationId: "restoreAttention",
    noun,
    summary: "Bring an item back",
    access: writes,
    params,
    query: nothing,
    body: nothing,
    output: dismissalReplySchema,
    run: async (ctx, { params: { key } }) => {
      await restoreAttention(ctx, key);
      return { key, dismissed: false };
    },
  }),
];
