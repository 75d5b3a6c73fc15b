import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

interface PreferenceRowProps {
  /** The control's id, where a label can stand for it; without it the control names itself. */
  htmlFor?: string;
  label: string;
  help: string;
  /** The system's value in words. */
  systemWords: string;
  own: boolean;
  onUseSystem: () => void;
  children: ReactNode;
}

/** One choice of the person: what it is, the control, and what holds without a choice. */
export function PreferenceRow(props: PreferenceRowProps) {
  const { htmlFor, label, help, systemWords, own, onUseSystem, children } = props;
  return (
    <li className="grid gap-x-8 gap-y-2 p-4 md:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-1">
        {htmlFor === undefined ? (
          <span className="font-medium">{label}</span>
        ) : (
          <label htmlFor={htmlFor} className="font-medium">
            {label}
          </label>
        )}
        <p className="text-13 text-ink-soft">{help}</p>
      </div>
      <div className="flex min-w-0 flex-col items-start gap-1">
        <div className="w-full">{children}</div>
        <div className="flex min-h-6 flex-wrap items-center gap-x-2 text-12 text-ink-soft">
          <span>
            {own ? "Your choice" : "As the system"} · system default: {systemWords}
          </span>
          {own && (
            <Button
              size="small"
              tone="quiet"
              icon={<RotateCcw aria-hidden className="size-3.5" />}
              aria-label={`Use the system's: ${label}`}
              onClick={onUseSystem}
            >
              Use the system's
            </Button>
          )}
        </div>
      </div>
    </li>
  );
}
