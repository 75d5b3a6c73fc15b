import { DifferenceTable, differenceLine } from "@/components/settings/difference-table";
import { countWords } from "@/components/settings/setting-words";
import { Notice } from "@/components/ui/notice";
import type { SettingPreview, SettingView } from "@/shared/schemas/system-setting";

interface ImportPreviewProps {
  preview: SettingPreview;
  settings: ReadonlyMap<string, SettingView>;
}

/** What is wrong with a file of settings, by line; or what it would change, and what stays as it is. */
export function ImportPreview({ preview, settings }: ImportPreviewProps) {
  const { problems, changes, skipped } = preview;
  if (problems.length > 0) {
    return (
      <Notice
        tone="bad"
        announce="alert"
        title={`Nothing can be imported: ${countWords(problems.length, "problem")} in the file.`}
      >
        <ul className="flex flex-col gap-1">
          {problems.map(({ line, message }) => (
            <li key={`${line} ${message}`} className="break-words">
              {line !== null && <span className="font-medium tabular-nums">Line {line}: </span>}
              {message}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  return (
    <>
      {changes.length === 0 ? (
        <Notice announce="status" title="The file changes nothing: all that it sets holds already." />
      ) : (
        <DifferenceTable
          label="What the import changes"
          lines={changes.map(({ name, label, before, after, restart }) => {
            const { form, whenUnset } = settings.get(name) ?? { form: { kind: "text" }, whenUnset: null };
            return differenceLine({ name, label, restart, form, whenUnset }, before, after);
          })}
        />
      )}
      {skipped.length > 0 && (
        <section aria-label="Stays as it is" className="flex flex-col gap-1 text-13">
          <p className="font-medium">Stays as it is</p>
          <ul className="flex flex-col gap-0.5 text-ink-soft">
            {skipped.map(({ name, label, reason }) => (
              <li key={name}>
                {label}: {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
