"use client";

import "@/app/globals.css";
import { FailedPage } from "@/components/shell/failed-page";

interface GlobalErrorProps {
  error: unknown;
  retry: () => void;
}

/** Stands in for the root layout when that fails itself. */
export default function GlobalError(props: GlobalErrorProps) {
  return (
    <html lang="en" data-theme="auto">
      <body>
        <main>
          <FailedPage {...props} />
        </main>
      </body>
    </html>
  );
}
