"use client";

import { useId } from "react";
import { GRAVE_SCOPES, offeredGroups } from "@/components/tokens/scope-groups";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { Notice } from "@/components/ui/notice";
import { SCOPE_NAMES, SCOPES, type Scope } from "@/shared/schemas/api-token";

interface ScopeChoicesProps {
  /** What the person's own roles allow. */
  offered: readonly Scope[];
  value: readonly Scope[];
  onValueChange: (scopes: Scope[]) => void;
  error: string | undefined;
}

/** What a token may do, in groups from the harmless to the grave. */
export function ScopeChoices({ offered, value, onValueChange, error }: ScopeChoicesProps) {
  const id = useId();
  const toggle = (scope: Scope, checked: boolean) =>
    onValueChange(SCOPE_NAMES.filter((other) => (other === scope ? checked : value.includes(other))));
  return (
    <fieldset aria-describedby={error === undefined ? undefined : id} className="flex flex-col gap-5">
      <legend className="mb-2 text-13 font-medium">What it may do</legend>
      {error !== undefined && (
        <p id={id} role="alert" className="text-13 text-bad">
          {error}
        </p>
      )}
      {offeredGroups(offered).map(({ title, meaning, scopes }) => (
        <fieldset key={title} className="flex flex-col gap-2.5 border-l-2 border-line pl-3">
          <legend className="mb-1 font-medium">{title}</legend>
          <p className="-mt-1.5 text-13 text-ink-soft">{meaning}</p>
          {scopes.map((scope) => (
            <CheckboxField
              key={scope}
              label={SCOPES[scope]}
              help={<code className="font-mono text-12">{scope}</code>}
              checked={value.includes(scope)}
              invalid={error !== undefined}
              onCheckedChange={(checked) => toggle(scope, checked)}
            />
          ))}
        </fieldset>
      ))}
      {value.some((scope) => GRAVE_SCOPES.includes(scope)) && (
        <Notice tone="warn" announce="status" title="Whoever has this token can act on your account.">
          <p>Keep its life short, and limit it to the addresses from which your program calls.</p>
        </Notice>
      )}
    </fieldset>
  );
}
