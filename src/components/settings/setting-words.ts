import { formatExactTime } from "@/components/ui/format-time";
import type { SettingSource, SettingView } from "@/shared/schemas/system-setting";

type Worded = Pick<SettingView, "form" | "whenUnset">;

/** A value as a person reads it: `On`, `3600 seconds`, `not set: …`. */
export function valueWords({ form, whenUnset }: Worded, value: string | null): string {
  if (value === null || value === "") return whenUnset === null ? "not set" : `not set: ${whenUnset}`;
  if (form.kind === "switch") return value.toLowerCase() === "true" ? "On" : "Off";
  if (form.kind === "integer" && form.unit !== null) return `${value} ${form.unit}`;
  if (form.kind === "list") return value.split(/\s*,\s*/).join(", ");
  return value;
}

/** Where a value comes from: `default`, `config.yaml, line 7`, `saved by …`, `environment: locked by …`. */
export function sourceWords(source: SettingSource, timeZone?: string): string {
  switch (source.layer) {
    case "default":
      return "default";
    case "file":
      return `${source.file}, line ${source.line}`;
    case "saved":
      return `saved by ${source.by} on ${formatExactTime(source.at, timeZone)}`;
    case "environment":
      return `environment: locked by ${source.variable}`;
  }
}

/** What the button says that takes a saved value back: what holds then, and why. */
export function takeBackWords(setting: SettingView): string {
  const { value, origin } = setting.below;
  return `Take back to ${valueWords(setting, value)} (${sourceWords(origin)})`;
}

/** What may be written, under the field; null where the field itself shows it. */
export function boundsWords({ form }: Pick<SettingView, "form">): string | null {
  switch (form.kind) {
    case "integer":
      return `${form.min} to ${form.max}${form.unit === null ? "" : ` ${form.unit}`}`;
    case "size":
      return "A number with KB, MB or GB";
    case "list":
      return "Commas between the entries";
    default:
      return null;
  }
}

/** `1 change`, `2 changes`. */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
