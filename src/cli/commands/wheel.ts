import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { moneyText, priceText, quantityText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { contractText } from "@/cli/option-words";
import { connectionsToRead, readingExitCode, settledReading, sourceLines } from "@/cli/readings";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { identifyWheelPositions } from "@/server/services/wheel/identify-wheel-positions";
import type { WheelCycle } from "@/shared/schemas/wheel";

const optionsSchema = z.object({ fresh: z.boolean().default(false), all: z.boolean().default(false) });

/** `wheelhouse wheel`: the open cycles, or all of them. */
export const wheel: CommandRun = async (call) => {
  const { fresh, all } = optionsSchema.parse(call.options);
  const ctx = await personAtTerminal(call.install);
  const connectionIds = (await connectionsToRead(ctx, call.words[0])).map(({ id }) => id);
  const view = await settledReading(ctx, () => identifyWheelPositions(ctx, { connectionIds, fresh }));
  const readings = view.sources.map((source) => ({ connection: source, sources: source.parts }));
  const shown = view.cycles.filter(({ closedAt }) => all || closedAt === null);
  const style = styleOf(call.terminal);
  reply(call, { ...view, cycles: shown }, () => [
    ...(shown.length === 0
      ? [all ? "There are no cycles." : "No cycle is open; --all shows the closed ones."]
      : []),
    ...tableOf(
      [
        { title: "Connection", text: ({ label }) => (view.sources.length > 1 ? label : "") },
        { title: "Underlying", text: ({ underlying }) => underlying },
        { title: "State", text: ({ state }) => state.replaceAll("_", " ") },
        { title: "Since", text: ({ openedAt }) => openedAt.slice(0, 10) },
        { title: "Shares", right: true, text: ({ shares }) => quantityText(shares) },
        { title: "Short", text: shortText },
        { title: "Premium", right: true, text: ({ premium }) => moneyText(premium.net) },
        { title: "Realised", right: true, text: ({ realisedProfit }) => moneyText(realisedProfit) },
        { title: "Open", right: true, text: ({ openProfit }) => moneyText(openProfit) },
        { title: "Break-even", right: true, text: ({ breakEven }) => priceText(breakEven) },
        {
          title: "Missing",
          text: ({ blocked }) =>
            [...new Set(blocked.map((one) => one.missing.replaceAll("_", " ")))].join(", "),
        },
      ],
      shown,
      style,
    ),
    ...sourceLines(readings, ctx.clock.now(), style),
  ]);
  return readingExitCode(readings);
};

function shortText({ shorts }: WheelCycle): string {
  return shorts
    .map(
      ({ option, quantity, daysToExpiration }) =>
        `${quantityText(quantity)} × ${contractText(option)} (${daysToExpiration} d)`,
    )
    .join(", ");
}
