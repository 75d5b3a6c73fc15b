"use client";

import { type FormEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { z } from "zod";

export type FieldErrors<TValues> = Partial<Record<keyof TValues & string, string>>;

interface FormOptions<TValues extends Record<string, unknown>, TParsed> {
  initial: TValues;
  schema: z.ZodType<TParsed, TValues>;
  /** Runs only with checked values, and never twice at once. */
  onSubmit: (parsed: TParsed) => Promise<void>;
}

interface Form<TValues> {
  ref: RefObject<HTMLFormElement | null>;
  values: TValues;
  set: <TKey extends keyof TValues>(key: TKey, value: TValues[TKey]) => void;
  errors: FieldErrors<TValues>;
  /** For what the server says of single fields. */
  showErrors: (errors: Readonly<Record<string, string>>) => void;
  busy: boolean;
  onSubmit: (event: FormEvent) => void;
}

/**
 * Values, checks and sending of one form. A wrong field gets its sentence and the first one the focus;
 * nothing typed is lost; a second press while sending does nothing.
 */
export function useForm<TValues extends Record<string, unknown>, TParsed>(
  options: FormOptions<TValues, TParsed>,
): Form<TValues> {
  const ref = useRef<HTMLFormElement | null>(null);
  const [values, setValues] = useState(options.initial);
  const [errors, setErrors] = useState<FieldErrors<TValues>>({});
  const [busy, setBusy] = useState(false);
  const [focusWanted, setFocusWanted] = useState(0);

  useEffect(() => {
    if (focusWanted > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [focusWanted]);

  const showErrors = (next: Readonly<Record<string, string>>) => {
    const known: FieldErrors<TValues> = {};
    for (const key of Object.keys(values) as (keyof TValues & string)[]) {
      const text = next[key];
      if (text !== undefined) known[key] = text;
    }
    setErrors(known);
    setFocusWanted((count) => count + 1);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const parsed = options.schema.safeParse(values);
    if (!parsed.success) {
      const first: Record<string, string> = {};
      for (const issue of parsed.error.issues) first[String(issue.path[0])] ??= issue.message;
      showErrors(first);
      return;
    }
    setErrors({});
    setBusy(true);
    try {
      await options.onSubmit(parsed.data);
    } finally {
      setBusy(false);
    }
  };

  return {
    ref,
    values,
    set: (key, value) => {
      setValues((now) => ({ ...now, [key]: value }));
      setErrors((now) => ({ ...now, [key]: undefined }));
    },
    errors,
    showErrors,
    busy,
    onSubmit: (event) => {
      void submit(event);
    },
  };
}
