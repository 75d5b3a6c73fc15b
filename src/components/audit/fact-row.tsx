import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { CopyButton } from "@/components/ui/copy-button";

interface FactRowProps {
  name: string;
  children: ReactNode;
  /** Text to copy; without it there is no button. */
  copy?: string | null;
  mono?: boolean;
  /** A fact of this kind of event, named as in the record. */
  detail?: boolean;
}

/** Name and value in one line of the details; an absent value is a dash. */
export function FactRow({ name, children, copy, mono = false, detail = false }: FactRowProps) {
  return (
    <div className="grid min-h-8 grid-cols-[7.5rem_1fr] items-center gap-x-3 border-b border-line py-1 last:border-b-0">
      <dt className={classNames("break-all text-ink-soft", detail && "font-mono text-12")}>{name}</dt>
      <dd className="flex min-w-0 items-center justify-between gap-2">
        <span className={classNames("min-w-0 break-words", mono && "font-mono text-12 break-all")}>
          {children ?? <span className="text-ink-soft">—</span>}
        </span>
        {copy !== undefined && copy !== null && <CopyButton text={copy} what={name.toLowerCase()} />}
      </dd>
    </div>
  );
}
