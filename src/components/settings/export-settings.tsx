"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** Saves the settings as a `config.yaml` without secrets. */
export function ExportSettings() {
  const toast = useToast();
  const download = useMutation(
    useTRPC().settings.export.mutationOptions({
      onSuccess: ({ yaml }) => {
        const url = URL.createObjectURL(new Blob([yaml], { type: "application/yaml;charset=utf-8" }));
        const link = document.createElement("a");
        link.href = url;
        link.download = "wheelhouse-settings.yaml";
        link.click();
        URL.revokeObjectURL(url);
        toast({
          tone: "ok",
          title: "Saved the settings as YAML",
          detail: "Passwords and keys are not in it.",
        });
      },
      onError: (failure) =>
        toast({
          tone: "bad",
          title: "The settings were not exported",
          detail: `${toErrorResponse(failure).message}.`,
        }),
    }),
  );
  return (
    <Button
      icon={<Download aria-hidden className="size-4" />}
      busy={download.isPending}
      onClick={() => download.mutate()}
    >
      Export
    </Button>
  );
}
