import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { moneyText, priceText, quantityText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { contractText } from "@/cli/option-words";
import { connectionsToRead, readingExitCode, settledReading, sourceLines } from "@/cli/readings";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { getPositions } from "@/server/services/portfolio/get-positions";
import type { PositionView } from "@/shared/schemas/trading";

const optionsSchema = z.object({
  fresh: z.boolean().default(false),
  symbol: z.array(z.string().trim().toUpperCase().min(1).max(24)).max(1000).optional(),
  /** commander's way to tell that `--no-options` was not given. */
  options: z.boolean().default(true),
});

/** `wheelhouse positions`: shares and options that are held. */
export const positions: CommandRun = async (call) => {
  const { fresh, symbol, options } = optionsSchema.parse(call.options);
  const ctx = await personAtTerminal(call.install);
  const readings = await Promise.all(
    (await connectionsToRead(ctx, call.words[0])).map(async (connection) => {
      const input = { connectionId: connection.id, symbols: symbol, includeOptions: options, fresh };
      const view = await settledReading(ctx, () => getPositions(ctx, input));
      return { connection, view, sources: view.parts };
    }),
  );
  const rows = readings.flatMap(({ connection, view }) =>
    view.positions.map((position) => ({ position, label: connection.label })),
  );
  const style = styleOf(call.terminal);
  reply(
    call,
    readings.map(({ view }) => view),
    () => [
      ...(rows.length === 0 ? ["No positions are shown."] : []),
      ...tableOf(
        [
          { title: "Connection", text: ({ label }) => (readings.length > 1 ? label : "") },
          { title: "Account", text: ({ position }) => position.maskedNumber },
          { title: "Symbol", text: ({ position }) => position.symbol },
          { title: "What", text: ({ position }) => whatText(position) },
          { title: "Quantity", right: true, text: ({ position }) => quantityText(position.quantity) },
          { title: "Paid", right: true, text: ({ position }) => priceText(position.averagePrice) },
          { title: "Price", right: true, text: ({ position }) => priceText(position.quote?.price ?? null) },
          { title: "Value", right: true, text: ({ position }) => moneyText(position.marketValue) },
          { title: "Profit", right: true, text: ({ position }) => moneyText(position.openProfit) },
          {
            title: "Price is",
            text: ({ position }) => (position.priceState === "fresh" ? "" : position.priceState),
            paint: (text) => style.warn(text),
          },
        ],
        rows,
        style,
      ),
      ...sourceLines(readings, ctx.clock.now(), style),
    ],
  );
  return readingExitCode(readings);
};

function whatText(position: PositionView): string {
  if (position.kind === "stock") return "shares";
  return position.option === null ? "unknown contract" : contractText(position.option);
}
