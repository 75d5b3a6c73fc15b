import { CircleSlash } from "lucide-react";
import { blockedSentences } from "@/components/wheel/blocked-words";
import type { Blocked } from "@/shared/schemas/wheel";

/** What of a cycle can't be told, and what is missing for it; nothing when all is known. */
export function BlockedNote({ blocked }: { blocked: readonly Blocked[] }) {
  if (blocked.length === 0) return null;
  return (
    <ul className="flex flex-col gap-0.5 text-13 text-warn">
      {blockedSentences(blocked).map((sentence) => (
        <li key={sentence} className="flex items-start gap-1.5">
          <CircleSlash aria-hidden className="mt-0.5 size-4 shrink-0" />
          {sentence}
        </li>
      ))}
    </ul>
  );
}
