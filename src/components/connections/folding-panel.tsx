"use client";

import { ChevronDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { usePreferences } from "@/components/shell/preferences-provider";
import type { ConnectionView } from "@/shared/schemas/connection";

interface FoldingPanelProps {
  connection: Pick<ConnectionView, "status">;
  title: string;
  /** Buttons at the right of the title, also while it is folded. */
  actions?: ReactNode;
  children: ReactNode;
}

/**
 * A framed part of a connection's page that folds up once the connection is connected, for those who want that; its
 * title opens and closes it at any time.
 */
export function FoldingPanel({ connection, title, actions, children }: FoldingPanelProps) {
  const { autoCollapsePanels } = usePreferences();
  const folds = autoCollapsePanels && connection.status === "connected";
  const [known, setKnown] = useState(folds);
  const [open, setOpen] = useState(!folds);
  const id = useId();
  if (known !== folds) {
    setKnown(folds);
    setOpen(!folds);
  }
  return (
    <section aria-labelledby={`${id}-title`} className="rounded-md border border-line bg-surface">
      <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2">
        <h2 className="min-w-0 text-14 font-semibold">
          <button
            type="button"
            id={`${id}-title`}
            aria-expanded={open}
            aria-controls={`${id}-content`}
            onClick={() => setOpen(!open)}
            className="-ml-1 inline-flex min-h-8 items-center gap-1.5 rounded-md pr-2 pl-1 text-left hover:bg-sunken pointer-coarse:min-h-11"
          >
            <ChevronDown
              aria-hidden
              className={open ? "size-4 text-ink-soft" : "size-4 -rotate-90 text-ink-soft"}
            />
            {title}
          </button>
        </h2>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <div id={`${id}-content`} hidden={!open} className="border-t border-line p-4">
        {children}
      </div>
    </section>
  );
}
