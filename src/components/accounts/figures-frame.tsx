import type { ReactNode } from "react";
import { RefreshButton } from "@/components/accounts/refresh-button";
import { PageHeader } from "@/components/ui/page-header";

interface FiguresFrameProps {
  title: ReactNode;
  description?: ReactNode;
  busy: boolean;
  onRefresh: () => void;
  /** Before the button that refreshes. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page of figures from brokers: its title, the button that reads them anew, and its parts one below the other. */
export function FiguresFrame(props: FiguresFrameProps) {
  const { title, description, busy, onRefresh, actions, children } = props;
  return (
    <>
      <PageHeader
        title={title}
        description={description}
        actions={
          <>
            {actions}
            <RefreshButton busy={busy} onRefresh={onRefresh} />
          </>
        }
      />
      <div className="flex flex-col gap-4">{children}</div>
    </>
  );
}
