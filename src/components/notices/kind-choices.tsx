"use client";

import { KIND_MEANINGS, NOTICE_LOOKS } from "@/components/notices/notice-looks";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { type SubscribableKind, subscribableKindSchema } from "@/shared/schemas/notice";

interface KindChoicesProps {
  value: readonly SubscribableKind[];
  onValueChange: (kinds: SubscribableKind[]) => void;
  error: string | undefined;
}

/** What a channel carries, each with when it is sent. */
export function KindChoices({ value, onValueChange, error }: KindChoicesProps) {
  const { options } = subscribableKindSchema;
  return (
    <fieldset className="flex flex-col gap-2.5">
      <legend className="mb-2 text-13 font-medium">What it carries</legend>
      {options.map((kind) => (
        <CheckboxField
          key={kind}
          label={NOTICE_LOOKS[kind].word}
          help={KIND_MEANINGS[kind]}
          checked={value.includes(kind)}
          onCheckedChange={(checked) =>
            onValueChange(options.filter((other) => (other === kind ? checked : value.includes(other))))
          }
        />
      ))}
      {error !== undefined && (
        <p role="alert" className="text-13 text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
