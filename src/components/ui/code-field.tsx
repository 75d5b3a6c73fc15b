"use client";

import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { FieldFrame, type FieldText, INPUT_CLASSES } from "@/components/ui/field-frame";
import { useEarlyText } from "@/components/ui/use-early-text";

interface CodeFieldProps
  extends Omit<ComponentProps<"input">, "onChange" | "value" | "type" | "inputMode">,
    FieldText {
  value: string;
  onValueChange: (value: string) => void;
  /** Letters occur too (a setup code), so the full keyboard is offered. */
  alphanumeric?: boolean;
}

/** A one-time code in one box, wide set, so that a phone can fill it in and a paste with spaces fits. */
export function CodeField(props: CodeFieldProps) {
  const { label, help, error, optional, hideLabel, value, onValueChange, alphanumeric, className, ...input } =
    props;
  const frame = useEarlyText(value, onValueChange);
  return (
    <FieldFrame
      label={label}
      help={help}
      error={error}
      optional={optional ?? false}
      hideLabel={hideLabel ?? false}
      className={className}
    >
      {({ id, describedBy, invalid }) => (
        <div ref={frame}>
          <input
            autoComplete="one-time-code"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            {...input}
            id={id}
            type="text"
            inputMode={alphanumeric === true ? "text" : "numeric"}
            value={value}
            onChange={(event) => onValueChange(event.target.value)}
            aria-invalid={invalid || undefined}
            aria-describedby={describedBy}
            className={classNames(INPUT_CLASSES, "h-10 font-mono text-16 tracking-[0.18em]")}
          />
        </div>
      )}
    </FieldFrame>
  );
}
