"use client";

import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";
import type { ConnectionView } from "@/shared/schemas/connection";
import { localErrorResponse } from "@/trpc/error-response";

interface ConnectionErrorProps {
  connection: Pick<ConnectionView, "health">;
  code: ErrorCode;
}

/**
 * Why the connection is as it is. The broker's trouble is a warning: nothing here is for the person to mend, and the
 * sentence under the connection's name has announced it.
 */
export function ConnectionError({ connection, code }: ConnectionErrorProps) {
  const { message, number } = ERROR_CODES[code];
  if (connection.health !== "degraded") return <ErrorNotice error={localErrorResponse(code, message)} />;
  return (
    <Notice tone="warn" title={`${message}.`}>
      <p>{ERROR_GUIDANCE[code].means}</p>
      <p>{ERROR_GUIDANCE[code].next}</p>
      <p className="text-12 text-ink-soft">Error {number}</p>
    </Notice>
  );
}
