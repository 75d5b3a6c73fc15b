import { AppError } from "@/shared/app-error";

const VERSION = "1";
const LARGEST_SEQ = 2_147_483_647;

/** The place after a row of the audit log, opaque to callers. */
export function encodeAuditCursor(seq: number): string {
  return Buffer.from(`${VERSION}:${seq}`).toString("base64url");
}

/** The `seq` behind a cursor. Throws VALIDATION_INVALID_INPUT for anything {@link encodeAuditCursor} did not make. */
export function decodeAuditCursor(cursor: string): number {
  const [version, digits = ""] = Buffer.from(cursor, "base64url").toString("utf8").split(":");
  const seq = Number(digits);
  if (version !== VERSION || !(seq > 0 && seq <= LARGEST_SEQ) || encodeAuditCursor(seq) !== cursor) {
    throw new AppError(
      "VALIDATION_INVALID_INPUT",
      "The page of the audit log is not known: start at the first.",
      {
        fields: { cursor: "Not a cursor of this log" },
      },
    );
  }
  return seq;
}
