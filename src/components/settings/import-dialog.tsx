"use client";

import { useMutation } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useId, useState } from "react";
import { ImportPreview } from "@/components/settings/import-preview";
import { countWords } from "@/components/settings/setting-words";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useToast } from "@/components/ui/toast";
import type { SettingList, SettingView } from "@/shared/schemas/system-setting";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface ImportDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  settings: ReadonlyMap<string, SettingView>;
  onImported: (list: SettingList) => void;
}

/** A file of settings, what it would change or what is wrong with it, and then the import. */
export function ImportDialog({ open, onOpenChange, settings, onImported }: ImportDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Import settings"
      description="A file as Export makes it, or a config.yaml. Nothing changes before you have seen what would."
    >
      <ImportForm settings={settings} onImported={onImported} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

type FormProps = Pick<ImportDialogProps, "settings" | "onImported"> & { onClose: () => void };

function ImportForm({ settings, onImported, onClose }: FormProps) {
  const trpc = useTRPC();
  const toast = useToast();
  const id = useId();
  const [file, setFile] = useState<{ name: string; yaml: string } | null>(null);
  const preview = useMutation(trpc.settings.preview.mutationOptions());
  const apply = useMutation(
    trpc.settings.import.mutationOptions({
      onSuccess: (list) => {
        onImported(list);
        toast({ tone: "ok", title: "Imported the settings" });
        onClose();
      },
    }),
  );
  const choose = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    const yaml = await chosen.text();
    setFile({ name: chosen.name, yaml });
    apply.reset();
    preview.mutate({ yaml });
  };
  const found = preview.data;
  const error = apply.error ?? preview.error;
  const count = found?.problems.length === 0 ? found.changes.length : 0;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <input
          id={id}
          type="file"
          accept=".yaml,.yml,application/yaml,text/yaml"
          aria-label="File of settings"
          className="peer sr-only"
          onChange={(event) => {
            void choose(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <label
          htmlFor={id}
          className="inline-flex h-8 cursor-pointer items-center gap-2 rounded-md border border-line-strong bg-surface px-3 font-medium peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus hover:bg-sunken pointer-coarse:h-11"
        >
          <FileUp aria-hidden className="size-4" />
          {file === null ? "Choose a file" : "Choose another file"}
        </label>
        {file !== null && <span className="text-13 break-all text-ink-soft">{file.name}</span>}
      </div>
      {preview.isPending && <p role="status">Reading the file</p>}
      {found !== undefined && <ImportPreview preview={found} settings={settings} />}
      {error !== null && <ErrorNotice error={toErrorResponse(error)} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          tone="primary"
          disabled={count === 0 || file === null}
          busy={apply.isPending}
          busyLabel="Importing"
          onClick={() => {
            if (file !== null && found !== undefined) {
              apply.mutate({ yaml: file.yaml, version: found.version });
            }
          }}
        >
          {count === 0 ? "Import" : `Import ${countWords(count, "change")}`}
        </Button>
      </DialogActions>
    </div>
  );
}
