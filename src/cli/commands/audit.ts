import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { timeText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { searchAudit } from "@/server/services/audit/search-audit";
import { auditQuerySchema } from "@/shared/schemas/audit";

const timeSchema = z.coerce.date({ error: "Give a time such as 2026-03-02 or 2026-03-02T14:30:00Z" });
const optionsSchema = z.object({
  type: z.array(z.string()).optional(),
  severity: z.array(z.string()).optional(),
  outcome: z.array(z.string()).optional(),
  user: z.string().optional(),
  text: z.string().optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  limit: z.coerce.number().optional(),
  cursor: z.string().optional(),
});

/** `wheelhouse audit`: the newest events that fit. */
export const audit: CommandRun = async (call) => {
  const given = optionsSchema.parse(call.options);
  const query = auditQuerySchema.parse({
    eventTypes: given.type,
    severities: given.severity,
    outcomes: given.outcome,
    user: given.user,
    text: given.text,
    from: given.from?.toISOString(),
    to: given.to?.toISOString(),
    limit: given.limit,
    cursor: given.cursor,
  });
  const page = await searchAudit(await personAtTerminal(call.install), query);
  const style = styleOf(call.terminal);
  reply(call, page, () => [
    ...(page.events.length === 0 ? ["No event fits."] : []),
    ...tableOf(
      [
        { title: "Time", text: ({ occurredAt }) => timeText(occurredAt) },
        {
          title: "Severity",
          text: ({ severity }) => severity,
          paint: (text, { severity }) => (severity === "INFO" ? text : style.warn(text)),
        },
        { title: "Outcome", text: ({ outcome }) => outcome },
        { title: "Event", text: ({ eventType }) => eventType },
        { title: "Person", text: ({ user }) => user },
        { title: "By", text: (event) => event.interface },
        { title: "Message", text: ({ message }) => message },
      ],
      page.events,
      style,
    ),
    ...(page.nextCursor === null ? [] : [`Older ones with --cursor '${page.nextCursor}'`]),
  ]);
  return 0;
};
