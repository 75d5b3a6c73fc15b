import { ChevronRight } from "lucide-react";
import type { BrokerDescription } from "@/shared/schemas/broker";

interface BrokerNoticeProps {
  broker: Pick<BrokerDescription, "notice">;
  /** Folded away where the person has read it before. */
  folded: boolean;
}

/** What a person must know before connecting, in the broker's own description. */
export function BrokerNotice({ broker, folded }: BrokerNoticeProps) {
  const points = (
    <ul className="flex list-disc flex-col gap-1.5 pl-5 text-13">
      {broker.notice.points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
  if (!folded) {
    return (
      <div className="prose-width flex flex-col gap-2">
        <h3 className="font-semibold">{broker.notice.title}</h3>
        {points}
      </div>
    );
  }
  return (
    <details className="group prose-width">
      <summary className="flex min-h-8 list-none items-center gap-1.5 text-13 font-medium pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-soft group-open:rotate-90" />
        {broker.notice.title}
      </summary>
      <div className="pt-1 pb-2">{points}</div>
    </details>
  );
}
