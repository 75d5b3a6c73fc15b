import type { ReactNode } from "react";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** What this place is for. */
  children?: ReactNode;
  /** The one thing to do. */
  action?: ReactNode;
}

/** A place with nothing in it yet, or nothing that matches. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-start gap-3 px-4 py-8 sm:items-center sm:py-12 sm:text-center">
      {icon !== undefined && (
        <span aria-hidden className="text-ink-soft [&>svg]:size-6 [&>svg]:stroke-[1.5]">
          {icon}
        </span>
      )}
      <div className="flex flex-col gap-1">
        <p className="text-16 font-semibold">{title}</p>
        {children !== undefined && <div className="max-w-[26rem] text-ink-soft">{children}</div>}
      </div>
      {action}
    </div>
  );
}
