import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { priceText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { connectionsToRead, readingExitCode, settledReading, sourceLines } from "@/cli/readings";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { getOptions } from "@/server/services/portfolio/get-options";
import { AppError } from "@/shared/app-error";
import { daySchema } from "@/shared/schemas/trading";

const optionsSchema = z.object({
  fresh: z.boolean().default(false),
  connection: z.string().optional(),
  expiration: daySchema.optional(),
  right: z.enum(["call", "put"]).optional(),
});
const symbolSchema = z.string().trim().toUpperCase().min(1).max(24);

/** `wheelhouse options`: the contracts of an underlying, by one connection. */
export const options: CommandRun = async (call) => {
  const { fresh, connection: word, expiration, right } = optionsSchema.parse(call.options);
  const underlying = symbolSchema.parse(call.words[0]);
  const ctx = await personAtTerminal(call.install);
  const [connection] = await connectionsToRead(ctx, word);
  if (connection === undefined) throw new AppError("API_RESOURCE_NOT_FOUND");
  const filter = {
    underlying,
    ...(expiration === undefined ? {} : { expiration }),
    ...(right === undefined ? {} : { right }),
  };
  const input = { connectionId: connection.id, filter, fresh };
  const view = await settledReading(ctx, () => getOptions(ctx, input));
  const readings = [{ connection, sources: view.parts }];
  const style = styleOf(call.terminal);
  reply(call, view, () => [
    ...(view.contracts.length === 0 ? [`No contracts of ${underlying} are shown.`] : []),
    ...tableOf(
      [
        { title: "Expiration", text: ({ option }) => option.expiration },
        { title: "Right", text: ({ option }) => option.right },
        { title: "Strike", right: true, text: ({ option }) => priceText(option.strike) },
        { title: "Bid", right: true, text: ({ quote }) => priceText(quote?.bid ?? null) },
        { title: "Ask", right: true, text: ({ quote }) => priceText(quote?.ask ?? null) },
        { title: "Mark", right: true, text: ({ quote }) => priceText(quote?.price ?? null) },
        { title: "Delta", right: true, text: ({ quote }) => priceText(quote?.delta ?? null) },
        {
          title: "Volatility",
          right: true,
          text: ({ quote }) => priceText(quote?.impliedVolatility ?? null),
        },
        { title: "Open interest", right: true, text: ({ quote }) => String(quote?.openInterest ?? "–") },
      ],
      view.contracts,
      style,
    ),
    ...sourceLines(readings, ctx.clock.now(), style),
  ]);
  return readingExitCode(readings);
};
