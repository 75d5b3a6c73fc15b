"use client";

import { classNames } from "@/components/ui/class-names";
import { INPUT_CLASSES } from "@/components/ui/field-frame";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { SettingView } from "@/shared/schemas/system-setting";

interface SettingInputProps {
  id: string;
  form: SettingView["form"];
  /** Whether there may be no value: an empty choice stands for it. */
  mayBeUnset: boolean;
  value: string;
  onValueChange: (value: string) => void;
  describedBy: string | undefined;
  invalid: boolean;
}

/** The field for one setting, by the kind of its value. */
export function SettingInput(props: SettingInputProps) {
  const { id, form, mayBeUnset, value, onValueChange, describedBy, invalid } = props;
  const wiring = { id, "aria-describedby": describedBy, "aria-invalid": invalid || undefined };
  if (form.kind === "switch" && !(mayBeUnset && value === "")) {
    return (
      <Switch
        id={id}
        checked={value.toLowerCase() === "true"}
        onCheckedChange={(checked) => onValueChange(String(checked))}
        describedBy={describedBy}
        invalid={invalid}
      />
    );
  }
  if (form.kind === "choice" || form.kind === "switch") {
    const options = form.kind === "choice" ? form.options : ["true", "false"];
    return (
      <Select {...wiring} value={value} onValueChange={onValueChange} className="max-w-80 bg-surface!">
        {(mayBeUnset || !options.includes(value)) && <option value="">Not set</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </Select>
    );
  }
  const short = form.kind === "integer" || form.kind === "size";
  return (
    <span className="flex items-center gap-2">
      <input
        {...wiring}
        type="text"
        inputMode={form.kind === "integer" ? "numeric" : "text"}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={4000}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        className={classNames(INPUT_CLASSES, short ? "max-w-32 text-right" : "max-w-96 font-mono text-13")}
      />
      {form.kind === "integer" && form.unit !== null && (
        <span aria-hidden className="text-13 text-ink-soft">
          {form.unit}
        </span>
      )}
    </span>
  );
}
