import type { FileRefusal } from "@/server/session-file/formats/file-refusal";
import type { FlatRecord } from "@/server/session-file/formats/flat-record";
import { Secret } from "@/shared/secret";

/** A broker session as a file holds it. Files of Python clients hold tokens only; ours hold the rest as well. */
export interface SavedSession {
  readonly accessToken: Secret;
  readonly readOnlyToken: Secret | null;
  readonly refreshToken: Secret | null;
  readonly deviceToken: Secret | null;
  readonly savedAt: Date | null;
  /** When the access token ends, where the file tells. */
  readonly expiresAt: Date | null;
  /** The broker and its hosts, so that no token goes to another server than the one that gave it. */
  readonly broker: string | null;
  readonly hosts: string | null;
}

/** What can stand in an `Authorization` header: nothing that would begin another header. */
const TOKEN = /^[\x21-\x7e]{1,8192}$/;
/** Sixteen bytes in groups of 8-4-4-4-12 (protocol sheet 1.1); other clients use UUIDs, which look the same. */
const DEVICE_TOKEN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LATEST_SECONDS = 8_640_000_000_000;

/** Whether the text has the form of a token that may be sent to a broker. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** The text as a device token, or null if it has not the form of one. */
export function deviceTokenOf(text: unknown): Secret | null {
  return typeof text === "string" && DEVICE_TOKEN.test(text) ? new Secret(text) : null;
}

/**
 * The session in a file of a Python client: `token_type`, `access_token`, `refresh_token` and `device_token`, with
 * pyhood also `saved_at` (protocol sheet 4.6). An empty refresh token is none, and a device token of another form is
 * left out: the connection has its own. Other entries are ignored, as those clients do.
 */
export function sessionOfRecord(record: FlatRecord): SavedSession | FileRefusal {
  const accessToken = record.get("access_token");
  const refreshToken = record.get("refresh_token") ?? "";
  const tokenType = record.get("token_type") ?? "Bearer";
  if (accessToken === undefined || accessToken === null || accessToken === "") return "field_missing";
  if (typeof accessToken !== "string" || !isToken(accessToken)) return "field_not_valid";
  if (typeof refreshToken !== "string" || (refreshToken !== "" && !isToken(refreshToken))) {
    return "field_not_valid";
  }
  if (typeof tokenType !== "string" || tokenType.toLowerCase() !== "bearer") return "field_not_valid";
  return {
    accessToken: new Secret(accessToken),
    readOnlyToken: null,
    refreshToken: refreshToken === "" ? null : new Secret(refreshToken),
    deviceToken: deviceTokenOf(record.get("device_token")),
    savedAt: timeOf(record.get("saved_at")),
    expiresAt: null,
    broker: null,
    hosts: null,
  };
}

/** The four entries that the Python client wants, in its order; it needs each, so that one that is left out is empty. */
export function recordOfSession(session: SavedSession): [name: string, value: string][] {
  return [
    ["token_type", "Bearer"],
    ["access_token", session.accessToken.reveal()],
    ["refresh_token", session.refreshToken?.reveal() ?? ""],
    ["device_token", session.deviceToken?.reveal() ?? ""],
  ];
}

/** Seconds since 1970. */
function timeOf(value: unknown): Date | null {
  return typeof value === "number" && value >= 0 && value <= LATEST_SECONDS ? new Date(value * 1000) : null;
}
