import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { priceText, quantityText, timeText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { contractText } from "@/cli/option-words";
import { connectionsToRead, readingExitCode, settledReading, sourceLines } from "@/cli/readings";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { getOrders } from "@/server/services/portfolio/get-orders";
import { type OrderView, orderStatusSchema } from "@/shared/schemas/trading";

const optionsSchema = z.object({
  fresh: z.boolean().default(false),
  status: orderStatusSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().min(1).max(1000).optional(),
});

/** `wheelhouse orders`: the newest orders, or those that a cursor leads to. */
export const orders: CommandRun = async (call) => {
  const { fresh, status, limit, cursor } = optionsSchema.parse(call.options);
  const ctx = await personAtTerminal(call.install);
  const filter = {
    limit,
    ...(status === undefined ? {} : { status }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  const readings = await Promise.all(
    (await connectionsToRead(ctx, call.words[0])).map(async (connection) => {
      const input = { connectionId: connection.id, filter, fresh };
      const view = await settledReading(ctx, () => getOrders(ctx, input));
      return { connection, view, sources: view.parts };
    }),
  );
  const rows = readings.flatMap(({ connection, view }) =>
    view.orders.map((order) => ({ order, label: connection.label })),
  );
  const style = styleOf(call.terminal);
  reply(
    call,
    readings.map(({ view }) => view),
    () => [
      ...(rows.length === 0 ? ["No orders are shown."] : []),
      ...tableOf(
        [
          { title: "Connection", text: ({ label }) => (readings.length > 1 ? label : "") },
          { title: "Placed", text: ({ order }) => timeText(order.placedAt) },
          { title: "Symbol", text: ({ order }) => order.symbol },
          { title: "What", text: ({ order }) => whatText(order) },
          { title: "Quantity", right: true, text: ({ order }) => quantityText(order.quantity) },
          { title: "Filled", right: true, text: ({ order }) => quantityText(order.filledQuantity) },
          { title: "Type", text: ({ order }) => order.type.replaceAll("_", " ") },
          { title: "Limit", right: true, text: ({ order }) => priceText(order.limitPrice) },
          { title: "Fill", right: true, text: ({ order }) => priceText(order.averageFillPrice) },
          { title: "State", text: ({ order }) => order.status.replaceAll("_", " ") },
        ],
        rows,
        style,
      ),
      ...readings.flatMap(({ connection, view }) =>
        view.nextCursor === null
          ? []
          : [`${connection.label}: older ones with --cursor '${view.nextCursor}'`],
      ),
      ...sourceLines(readings, ctx.clock.now(), style),
    ],
  );
  return readingExitCode(readings);
};

function whatText({ legs }: OrderView): string {
  return legs
    .map(({ side, option }) => (option === null ? `${side} shares` : `${side} ${contractText(option)}`))
    .join(" + ");
}
