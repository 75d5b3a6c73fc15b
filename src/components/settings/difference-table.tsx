import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { valueWords } from "@/components/settings/setting-words";
import { Badge } from "@/components/ui/badge";
import type { SettingView } from "@/shared/schemas/system-setting";

export interface DifferenceLine {
  readonly name: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly restart: boolean;
  /** More to say of it, such as that it is taken back. */
  readonly note?: ReactNode;
}

/** The line of one setting, with its values in words. */
export function differenceLine(
  setting: Pick<SettingView, "name" | "label" | "form" | "whenUnset" | "restart">,
  before: string | null,
  after: string | null,
  note?: ReactNode,
): DifferenceLine {
  const { name, label, restart } = setting;
  return {
    name,
    label,
    before: valueWords(setting, before),
    after: valueWords(setting, after),
    restart,
    note,
  };
}

/** Settings with before and after, under each other so that long values have room on a phone too. */
export function DifferenceTable({ label, lines }: { label: string; lines: readonly DifferenceLine[] }) {
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-md border border-line">
      {lines.map((line) => (
        <li key={line.name} className="flex flex-col gap-1 p-3">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium">{line.label}</span>
            <code className="text-12 break-all text-ink-soft">{line.name}</code>
            {line.restart && <Badge icon={<RotateCw aria-hidden />}>Needs a restart</Badge>}
          </div>
          <BeforeAfter before={line.before} after={line.after} />
          {line.note !== undefined && <p className="text-13 text-ink-soft">{line.note}</p>}
        </li>
      ))}
    </ul>
  );
}

/** `before → after`, read out as two values. */
export function BeforeAfter({ before, after }: { before: string; after: string }) {
  return (
    <p className="text-13 break-words">
      <span className="sr-only">From </span>
      <span className="text-ink-soft">{before}</span>
      <span aria-hidden className="text-ink-soft">
        {" → "}
      </span>
      <span className="sr-only"> to </span>
      <span className="font-medium">{after}</span>
    </p>
  );
}
