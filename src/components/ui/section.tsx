import { type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

interface SectionProps {
  title: string;
  description?: ReactNode;
  /** Buttons or a state at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** Content touches the frame's edges (tables, lists). */
  flush?: boolean;
}

/** A framed part of a page with its heading. */
export function Section({ title, description, actions, children, flush = false }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-md border border-line bg-surface">
      <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2">
        <div className="prose-width min-w-0">
          <h2 id={id} className="text-14 font-semibold">
            {title}
          </h2>
          {description !== undefined && <p className="text-13 text-ink-soft">{description}</p>}
        </div>
        {actions !== undefined && (
          <div className="flex max-w-full min-w-0 flex-wrap items-center gap-2">{actions}</div>
        )}
      </header>
      <div
        className={classNames("border-t border-line has-[>:only-child:empty]:border-t-0", !flush && "p-4")}
      >
        {children}
      </div>
    </section>
  );
}
