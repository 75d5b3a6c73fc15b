"use client";

import { CircleAlert, History, PencilLine, RotateCcw, RotateCw, Undo2 } from "lucide-react";
import { memo, useId } from "react";
import { isEditable } from "@/components/settings/setting-drafts";
import { SettingInput } from "@/components/settings/setting-input";
import { SettingSourceLine } from "@/components/settings/setting-source";
import { boundsWords, takeBackWords, valueWords } from "@/components/settings/setting-words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { SettingView } from "@/shared/schemas/system-setting";

interface SettingRowProps {
  setting: SettingView;
  /** What the field shows. */
  value: string;
  edited: boolean;
  error: string | undefined;
  /** Null takes the saved value back. */
  onEdit: (setting: SettingView, value: string | null) => void;
  onForget: (setting: SettingView) => void;
  onHistory: (setting: SettingView) => void;
}

const ICON = "size-3.5";

/** One setting: what it is on the left, its value, source and ways back on the right. */
export const SettingRow = memo(function SettingRow(props: SettingRowProps) {
  const { setting, value, edited, error, onEdit, onForget, onHistory } = props;
  const id = useId();
  const editable = isEditable(setting);
  const saved = setting.origin.layer === "saved";
  const bounds = boundsWords(setting);
  const describedBy = [error === undefined ? null : `${id}-error`, `${id}-help`, `${id}-source`]
    .filter((part) => part !== null)
    .join(" ");
  return (
    <li
      data-setting={setting.name}
      className="relative grid gap-x-8 gap-y-2 p-4 data-edited:before:absolute data-edited:before:inset-y-0 data-edited:before:left-0 data-edited:before:w-0.5 data-edited:before:bg-action md:grid-cols-2"
      data-edited={edited || undefined}
    >
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {editable ? (
            <label htmlFor={id} className="font-medium">
              {setting.label}
            </label>
          ) : (
            <span className="font-medium">{setting.label}</span>
          )}
          {edited && <Badge icon={<PencilLine aria-hidden />}>Not saved</Badge>}
          {setting.restart && <Badge icon={<RotateCw aria-hidden />}>Needs a restart</Badge>}
        </div>
        <p id={`${id}-help`} className="text-13 text-ink-soft">
          {setting.help}
        </p>
        <p className="font-mono text-12 break-words text-ink-soft">
          {[setting.name, ...setting.aliases].join(", ")}
          {setting.yaml !== null && ` · ${setting.yaml}`}
        </p>
      </div>
      <div className="flex min-w-0 flex-col items-start gap-1">
        {editable ? (
          <div className="w-full">
            <SettingInput
              id={id}
              form={setting.form}
              mayBeUnset={setting.default === null}
              value={value}
              onValueChange={(next) => onEdit(setting, next)}
              describedBy={describedBy}
              invalid={error !== undefined}
            />
          </div>
        ) : (
          <p className="min-h-5 font-medium break-all">
            {setting.form.kind === "secret" ? setting.shown : valueWords(setting, setting.value)}
          </p>
        )}
        {error !== undefined && (
          <p id={`${id}-error`} className="flex items-start gap-1.5 text-13 text-bad">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {error}
          </p>
        )}
        {editable && bounds !== null && <p className="text-12 text-ink-soft">{bounds}</p>}
        {editable && value === "" && setting.whenUnset !== null && (
          <p className="text-12 text-ink-soft">Not set: {setting.whenUnset}</p>
        )}
        <SettingSourceLine setting={setting} id={`${id}-source`} />
        {!editable && !setting.locked && (
          <p className="text-12 text-ink-soft">Set by the operator, not on this page.</p>
        )}
        {(edited || saved) && (
          <div className="-ml-2 flex flex-wrap">
            {edited && (
              <Button
                size="small"
                tone="quiet"
                icon={<Undo2 aria-hidden className={ICON} />}
                onClick={() => onForget(setting)}
              >
                Forget this edit
              </Button>
            )}
            {saved && editable && !edited && (
              <Button
                size="small"
                tone="quiet"
                className="max-w-full text-left whitespace-normal! h-auto! min-h-6"
                icon={<RotateCcw aria-hidden className={ICON} />}
                onClick={() => onEdit(setting, null)}
              >
                {takeBackWords(setting)}
              </Button>
            )}
            {saved && (
              <Button
                size="small"
                tone="quiet"
                icon={<History aria-hidden className={ICON} />}
                onClick={() => onHistory(setting)}
                aria-label={`History of ${setting.label}`}
              >
                History
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
});
