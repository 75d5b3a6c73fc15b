import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { fromNowText, timeText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { readMetrics } from "@/server/services/metrics/read-metrics";
import { metricOf } from "@/shared/metric-names";
import { metricText } from "@/shared/metric-words";
import { type FigureView, metricSpanSchema } from "@/shared/schemas/metrics";

const optionsSchema = z.object({ span: metricSpanSchema.default("hour") });

/** `wheelhouse metrics`: how the install is doing. */
export const metrics: CommandRun = async (call) => {
  const { span } = optionsSchema.parse(call.options);
  const view = await readMetrics(await personAtTerminal(call.install), { span });
  const style = styleOf(call.terminal);
  const now = new Date(view.until);
  const measured = view.figures.filter(({ points }) => points.length > 0);
  reply(call, view, () => [
    ...(measured.length === 0 ? [`Nothing was measured in the last ${span}: does the web app run?`] : []),
    ...tableOf(
      [
        { title: "Figure", text: ({ name }) => metricOf(name).title },
        { title: "Mean", right: true, text: ({ name, statistics }) => metricText(name, statistics.mean) },
        { title: "Median", right: true, text: ({ name, statistics }) => metricText(name, statistics.median) },
        { title: "95 %", right: true, text: ({ name, statistics }) => metricText(name, statistics.p95) },
        { title: "Highest", right: true, text: ({ name, statistics }) => metricText(name, statistics.max) },
        {
          title: "Now",
          text: stateText,
          paint: (text, { state }) => (state === "higher" || state === "lower" ? style.warn(text) : text),
        },
      ],
      measured,
      style,
    ),
    "",
    ...(view.processes.length === 0 ? ["No process of the web app was seen in the last minute."] : []),
    ...tableOf(
      [
        { title: "Host", text: ({ host }) => host },
        { title: "Process", right: true, text: ({ pid }) => String(pid) },
        { title: "Version", text: ({ version }) => version },
        { title: "Since", text: ({ startedAt }) => timeText(startedAt) },
        { title: "Seen", text: ({ seenAt }) => fromNowText(seenAt, now) },
      ],
      view.processes,
      style,
    ),
  ]);
  return 0;
};

const STATES: Record<FigureView["state"], string> = {
  normal: "normal",
  higher: "higher",
  lower: "lower",
  quiet: "quiet",
  unknown: "no history yet",
};

function stateText({ state, since }: FigureView): string {
  return since === null ? STATES[state] : `${STATES[state]} since ${timeText(since)}`;
}
