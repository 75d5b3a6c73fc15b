import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { moneyText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { connectionsToRead, readingExitCode, settledReading, sourceLines } from "@/cli/readings";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";

/** `wheelhouse accounts`: what each account is worth. */
export const accounts: CommandRun = async (call) => {
  const { fresh } = z.object({ fresh: z.boolean().default(false) }).parse(call.options);
  const ctx = await personAtTerminal(call.install);
  const readings = await Promise.all(
    (await connectionsToRead(ctx, call.words[0])).map(async (connection) => {
      const input = { connectionId: connection.id, fresh };
      const view = await settledReading(ctx, () => getAccountSummary(ctx, input));
      return { connection, view, sources: [view.provenance] };
    }),
  );
  const rows = readings.flatMap(({ connection, view }) =>
    view.accounts.map((account) => ({ ...account, label: connection.label })),
  );
  const style = styleOf(call.terminal);
  reply(
    call,
    readings.map(({ view }) => view),
    () => [
      ...tableOf(
        [
          { title: "Connection", text: ({ label }) => label },
          { title: "Account", text: ({ maskedNumber }) => maskedNumber },
          { title: "Kind", text: ({ kind }) => kind },
          { title: "Value", right: true, text: (row) => moneyText(row.portfolioValue) },
          { title: "Cash", right: true, text: (row) => moneyText(row.cash) },
          { title: "Buying power", right: true, text: (row) => moneyText(row.buyingPower) },
          { title: "Today", right: true, text: (row) => moneyText(row.totalReturnToday) },
          { title: "", text: ({ currency }) => currency },
        ],
        rows,
        style,
      ),
      ...sourceLines(readings, ctx.clock.now(), style),
    ],
  );
  return readingExitCode(readings);
};
