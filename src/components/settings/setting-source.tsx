import { LockKeyhole } from "lucide-react";
import { sourceWords, valueWords } from "@/components/settings/setting-words";
import type { SettingView } from "@/shared/schemas/system-setting";

/** Where the value in force comes from, and what the default is where that is another one. */
export function SettingSourceLine({ setting, id }: { setting: SettingView; id: string }) {
  const { origin, locked } = setting;
  const isDefault = origin.layer === "default";
  return (
    <p id={id} className="text-12 break-words text-ink-soft">
      {locked && <LockKeyhole aria-hidden className="mr-1 inline size-3.5 align-[-0.125em]" />}
      Source: {sourceWords(origin)}
      {!isDefault && setting.form.kind !== "secret" && ` · default: ${valueWords(setting, setting.default)}`}
    </p>
  );
}
