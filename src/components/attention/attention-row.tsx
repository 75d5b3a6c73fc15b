"use client";

import { Undo2, X } from "lucide-react";
import Link from "next/link";
import { attentionSentence } from "@/components/attention/attention-sentence";
import { SEVERITY_LOOKS } from "@/components/attention/severity-looks";
import { dayWords } from "@/components/positions/contract-words";
import { useMoneyText } from "@/components/privacy/use-money-text";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { StatusBadge } from "@/components/ui/status-badge";
import type { AttentionItem } from "@/shared/schemas/attention";

interface AttentionRowProps {
  item: AttentionItem;
  onDismiss: () => void;
  onRestore: () => void;
}

/** One thing that needs the person: how much, what, until when, and where to look. */
export function AttentionRow({ item, onDismiss, onRestore }: AttentionRowProps) {
  const money = useMoneyText();
  const sentence = attentionSentence(item, (value) => `$${money(value)}`);
  const place = [item.label, item.account?.maskedNumber].filter(Boolean).join(" ");
  const target = linkOf(item);
  if (item.dismissedAt !== null) {
    return (
      <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5 last:border-b-0">
        <span className="min-w-0 flex-1 text-13 text-ink-soft">Dismissed until it changes: {sentence}</span>
        <Button tone="quiet" size="small" icon={<Undo2 aria-hidden className="size-4" />} onClick={onRestore}>
          Undo
        </Button>
      </li>
    );
  }
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 border-b border-line px-4 py-2 last:border-b-0 sm:grid-cols-[6rem_minmax(0,1fr)_auto] sm:items-start">
      <span className="text-13">
        <StatusBadge look={SEVERITY_LOOKS[item.severity]} plain />
      </span>
      <div className="max-sm:col-span-2 max-sm:row-start-2">
        <p className="prose-width">{sentence}</p>
        <p className="text-13 text-ink-soft">
          {place}
          {item.dueDay !== null && `, due ${dayWords(item.dueDay)}`}
        </p>
      </div>
      <div className="flex items-center gap-1">
        {target !== null && (
          <Button asChild size="small" tone="quiet">
            <Link href={target.href}>{target.label}</Link>
          </Button>
        )}
        <IconButton size="small" label="Dismiss until it changes" onClick={onDismiss}>
          <X aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}

function linkOf({ cycleId, rule, connectionId }: AttentionItem): { href: string; label: string } | null {
  if (cycleId !== null) return { href: `/wheel/${encodeURIComponent(cycleId)}`, label: "Open cycle" };
  if (rule === "session_ends_first") {
    return { href: `/settings/connections/${connectionId}`, label: "Sign in" };
  }
  return null;
}
