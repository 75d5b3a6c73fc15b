import { dayWords } from "@/components/positions/contract-words";
import { DataTable } from "@/components/ui/data-table";
import { formatExactTime } from "@/components/ui/format-time";
import { Money } from "@/components/ui/money";
import { Section } from "@/components/ui/section";
import { Tooltip } from "@/components/ui/tooltip";
import { eventDetailWords, eventKindWords } from "@/components/wheel/event-words";
import { latestWords } from "@/components/wheel/latest-words";
import { newYorkDay } from "@/shared/new-york-time";
import type { CycleEvent } from "@/shared/schemas/wheel";

interface CycleTimelineProps {
  events: readonly CycleEvent[];
  /** How many there are, of which `events` may be the latest. */
  eventCount: number;
  underlying: string;
}

/** Everything that happened in a cycle, the latest first. */
export function CycleTimeline({ events, eventCount, underlying }: CycleTimelineProps) {
  const rows = events.map((event, index) => ({ event, key: `${index} ${event.eventId}` })).toReversed();
  return (
    <Section
      title="History"
      description={`Days in New York; cash in US dollars after fees. ${latestWords(events.length, eventCount, "events")}`}
      flush
    >
      <DataTable
        caption="Events of the cycle, the latest first"
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          {
            key: "at",
            header: "Day",
            width: "w-32",
            render: ({ event }) => (
              <Tooltip text={formatExactTime(event.at)}>
                <time dateTime={event.at} className="whitespace-nowrap">
                  {dayWords(newYorkDay(new Date(event.at)))}
                </time>
              </Tooltip>
            ),
          },
          {
            key: "kind",
            header: "Event",
            width: "w-44",
            phone: "title",
            render: ({ event }) => <span className="font-medium">{eventKindWords(event)}</span>,
          },
          { key: "what", header: "What", render: ({ event }) => eventDetailWords(event, underlying) },
          {
            key: "cash",
            header: "Cash",
            align: "end",
            render: ({ event }) => <Money value={event.cash} change />,
          },
          {
            key: "realised",
            header: "Premium realised",
            align: "end",
            render: ({ event }) =>
              Number(event.realised) === 0 ? (
                <span className="text-ink-soft">none</span>
              ) : (
                <Money value={event.realised} change />
              ),
          },
        ]}
      />
    </Section>
  );
}
