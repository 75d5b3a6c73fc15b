import { z } from "zod";
import { leftOutOf, pageOf } from "@/server/mcp/bounded";
import { type McpTool, mcpTool } from "@/server/mcp/mcp-tool";
import { reliabilityOfSources } from "@/server/mcp/reliability";
import { fresh, pageInput } from "@/server/mcp/tools/inputs";
import { dismissAttention } from "@/server/services/attention/dismiss-attention";
import { readAttention } from "@/server/services/attention/read-attention";
import { attentionItemSchema, attentionViewSchema } from "@/shared/schemas/attention";
import { dismissalReplySchema } from "@/shared/schemas/rest";

export const attentionTools: readonly McpTool[] = [
  mcpTool({
    name: "needs_attention",
    title: "What needs attention",
    description:
      "What the person should look at, most urgent first, by their own thresholds: options that expire, are in the money or near their strike, profit targets, uncovered shares, sessions that end. `facts` are the numbers behind each item.",
    permission: "read_positions",
    scope: "read:attention",
    input: z.strictObject({
      fresh,
      includeDismissed: z.boolean().default(false).describe("Also what the person has put aside"),
      ...pageInput(25, 100),
    }),
    view: attentionViewSchema,
    run: async (ctx, { fresh, includeDismissed, ...page }) => {
      const view = await readAttention(ctx, { fresh });
      const wanted = view.items.filter(({ dismissedAt }) => includeDismissed || dismissedAt === null);
      const { rows, others } = pageOf(wanted, page);
      const dismissed = view.items.length - wanted.length;
      return {
        view: { ...view, items: rows },
        note: reliabilityOfSources(view, ctx.clock.now()),
        leftOut: leftOutOf({ items: others, "dismissed items": dismissed }),
      };
    },
  }),
  mcpTool({
    name: "dismiss_attention",
    title: "Put an item aside",
    description:
      "Puts an item of needs_attention aside until its facts change. Only on the person's request. It changes nothing at a broker, and can be brought back on the page.",
    permission: "read_positions",
    scope: "write:attention",
    isWrite: true,
    input: z.strictObject({
      key: attentionItemSchema.shape.key.min(1).describe("The item's key"),
      stance: attentionItemSchema.shape.stance.describe("The item's stance, as needs_attention gave it"),
    }),
    view: dismissalReplySchema,
    run: async (ctx, input) => {
      await dismissAttention(ctx, input);
      return { view: { key: input.key, dismissed: true }, note: "Put aside until its facts change." };
    },
  }),
];
