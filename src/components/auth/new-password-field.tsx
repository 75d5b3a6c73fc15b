"use client";

import { useQuery } from "@tanstack/react-query";
import { advisePassword } from "@/components/auth/password-strength";
import { classNames } from "@/components/ui/class-names";
import { TextField } from "@/components/ui/text-field";
import { type PasswordRule, passwordRuleText } from "@/shared/schemas/password-rule";
import { useTRPC } from "@/trpc/client";

interface NewPasswordFieldProps {
  label?: string;
  value: string;
  onValueChange: (value: string) => void;
  error?: string | undefined;
  /** Name and e-mail, which should not be part of it. */
  personal: readonly string[];
}

/** What a fresh install asks for, until its own rule has come. */
const USUAL: PasswordRule = { minLength: 12, complexity: "medium" };
const FILLS = ["bg-line-strong", "bg-bad", "bg-warn", "bg-ok"] as const;

/** A new password, with advice while it is typed: in words, the bar only supports them. */
export function NewPasswordField(props: NewPasswordFieldProps) {
  const { label = "Password", value, onValueChange, error, personal } = props;
  const { data: rule = USUAL } = useQuery(useTRPC().setup.passwordRule.queryOptions());
  const { level, word, advice } = advisePassword(value, personal, rule.minLength);
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={label}
        name="new-password"
        type="password"
        autoComplete="new-password"
        maxLength={256}
        value={value}
        onValueChange={onValueChange}
        error={error}
        help={
          // Always two lines: the button below must not move away from under a press while advice changes.
          <span className="block min-h-[2lh]">
            {value === "" ? passwordRuleText(rule) : `${word}. ${advice}`}
          </span>
        }
      />
      <div aria-hidden className="grid grid-cols-3 gap-1">
        {[1, 2, 3].map((step) => (
          <span
            key={step}
            className={classNames("h-1 rounded-sm", step <= level ? FILLS[level] : "bg-sunken")}
          />
        ))}
      </div>
    </div>
  );
}
