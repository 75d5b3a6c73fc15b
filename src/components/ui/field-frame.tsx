import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";

/** Look of every box that is typed or chosen in. */
export const INPUT_CLASSES =
  "h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-14 text-ink pointer-coarse:h-11 pointer-coarse:text-16 aria-invalid:border-bad off:bg-sunken off:text-ink-soft read-only:bg-sunken";

export interface FieldText {
  label: string;
  /** What to enter and why; stays visible. */
  help?: ReactNode;
  /** What is wrong and how to mend it. */
  error?: string | undefined;
  /** Marks a field that may stay empty. */
  optional?: boolean;
  /** Keeps the label for screen readers only, where the place makes it plain. */
  hideLabel?: boolean;
}

interface FieldFrameProps extends FieldText {
  children: (wiring: { id: string; describedBy: string | undefined; invalid: boolean }) => ReactNode;
  className?: string | undefined;
}

/** Label above, help and error below, all tied to the control by id. */
export function FieldFrame({
  label,
  help,
  error,
  optional,
  hideLabel,
  className,
  children,
}: FieldFrameProps) {
  const id = useId();
  const helpId = help === undefined ? undefined : `${id}-help`;
  const errorId = error === undefined ? undefined : `${id}-error`;
  const describedBy = [errorId, helpId].filter(Boolean).join(" ") || undefined;
  return (
    <div className={classNames("flex flex-col gap-1", className)}>
      <label htmlFor={id} className={hideLabel === true ? "sr-only" : "text-13 font-medium"}>
        {label}
        {optional === true && <span className="font-normal text-ink-soft"> (optional)</span>}
      </label>
      {children({ id, describedBy, invalid: error !== undefined })}
      {error !== undefined && (
        <p id={errorId} className="flex items-start gap-1.5 text-13 text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      {help !== undefined && (
        <p id={helpId} className="text-13 text-ink-soft">
          {help}
        </p>
      )}
    </div>
  );
}
