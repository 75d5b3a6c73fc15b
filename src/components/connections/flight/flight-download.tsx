"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import type { FlightExport } from "@/shared/schemas/flight-record";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** The flight recorder as a file, and what is in it. */
export function FlightDownload({ connectionId }: { connectionId: string }) {
  const download = useMutation(
    useTRPC().connections.exportFlightRecords.mutationOptions({ onSuccess: saveFile }),
  );
  return (
    <>
      <Button
        icon={<Download aria-hidden className="size-4" />}
        busy={download.isPending}
        busyLabel="Preparing"
        onClick={() => download.mutate({ connectionId })}
      >
        Download
      </Button>
      <p className="w-full text-12 text-ink-soft">
        The download is a JSON file with these lines, times and settings. No password, token, login name,
        account number or label is in it.
      </p>
      {download.error !== null && <ErrorNotice error={toErrorResponse(download.error)} />}
    </>
  );
}

function saveFile({ fileName, text }: FlightExport): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken the file over when the click returns; the address is let go a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
