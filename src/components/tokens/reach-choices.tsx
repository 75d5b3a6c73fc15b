"use client";

import { useId } from "react";
import type { TokenFormProps } from "@/components/tokens/token-form";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { RadioCards } from "@/components/ui/radio-cards";
import type { TokenChoices } from "@/shared/schemas/api-token";

interface ReachChoicesProps extends TokenFormProps {
  connections: TokenChoices["connections"];
}

const REACHES = [
  { value: "all", title: "All", description: "Every connection, later ones too" },
  { value: "connections", title: "Connections", description: "Those that you choose" },
  { value: "accounts", title: "Accounts", description: "Those that you choose" },
] as const;

/** Where a token may do it: everywhere, or in connections or accounts of the person's own. */
export function ReachChoices({ connections, values, errors, set }: ReachChoicesProps) {
  const id = useId();
  const known = {
    all: true,
    connections: connections.length > 0,
    accounts: connections.some(({ accounts }) => accounts.length > 0),
  };
  const options = REACHES.map((option) =>
    known[option.value] ? option : { ...option, description: "None is known yet", disabled: true },
  );
  return (
    <fieldset aria-describedby={errors.reach === undefined ? undefined : id} className="flex flex-col gap-3">
      <legend className="mb-2 text-13 font-medium">What it reaches</legend>
      <RadioCards
        label="What it reaches"
        value={values.reach}
        options={options}
        onValueChange={(reach) => set("reach", reach)}
      />
      {values.reach === "connections" &&
        connections.map(({ id: connectionId, label }) => (
          <CheckboxField
            key={connectionId}
            label={label}
            checked={values.connectionIds.includes(connectionId)}
            invalid={errors.reach !== undefined}
            onCheckedChange={(checked) =>
              set("connectionIds", toggled(values.connectionIds, connectionId, checked))
            }
          />
        ))}
      {values.reach === "accounts" && (
        <>
          <p className="text-13 text-ink-soft">
            Such a token can't call the broker or hold its session: what those give can't be told by account.
          </p>
          {connections.flatMap(({ label, accounts }) =>
            accounts.map(({ accountId, maskedNumber }) => (
              <CheckboxField
                key={accountId}
                label={`${label} ${maskedNumber}`}
                checked={values.accountIds.includes(accountId)}
                invalid={errors.reach !== undefined}
                onCheckedChange={(checked) =>
                  set("accountIds", toggled(values.accountIds, accountId, checked))
                }
              />
            )),
          )}
        </>
      )}
      {errors.reach !== undefined && (
        <p id={id} role="alert" className="text-13 text-bad">
          {errors.reach}
        </p>
      )}
    </fieldset>
  );
}

function toggled(list: readonly string[], item: string, on: boolean): string[] {
  const others = list.filter((other) => other !== item);
  return on ? [...others, item] : others;
}
