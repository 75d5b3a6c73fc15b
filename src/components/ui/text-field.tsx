"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { FieldFrame, type FieldText, INPUT_CLASSES } from "@/components/ui/field-frame";
import { useEarlyText } from "@/components/ui/use-early-text";
import { useHydrated } from "@/components/ui/use-hydrated";

interface TextFieldProps extends Omit<ComponentProps<"input">, "onChange" | "value">, FieldText {
  value: string;
  onValueChange: (value: string) => void;
  /** Identifiers and keys in the monospace face. */
  mono?: boolean;
}

/** One line of text. A field of type `password` can be shown. */
export function TextField(props: TextFieldProps) {
  const { label, help, error, optional, hideLabel, value, onValueChange, mono, className, ...input } = props;
  const [shown, setShown] = useState(false);
  const secret = input.type === "password";
  const early = !useHydrated();
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
        <div ref={frame} className="relative">
          <input
            {...input}
            id={id}
            type={secret && shown ? "text" : input.type}
            value={value}
            onChange={(event) => onValueChange(event.target.value)}
            aria-invalid={invalid || undefined}
            aria-describedby={describedBy}
            className={classNames(
              INPUT_CLASSES,
              secret && "pr-10 pointer-coarse:pr-12",
              mono === true && "font-mono text-13",
            )}
          />
          {secret && (
            <button
              type="button"
              disabled={early}
              aria-label={shown ? `Hide ${label.toLowerCase()}` : `Show ${label.toLowerCase()}`}
              aria-pressed={shown}
              onClick={() => setShown((now) => !now)}
              className="absolute inset-y-0 right-0 inline-flex w-8 items-center justify-center rounded-md text-ink-soft hover:text-ink pointer-coarse:w-11"
            >
              {shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
            </button>
          )}
        </div>
      )}
    </FieldFrame>
  );
}
