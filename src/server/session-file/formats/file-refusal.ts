/**
 * Why a session file is not taken, each with the sentence that people read. The texts name no value of the file: it
 * may hold secrets.
 */
export const FILE_REFUSALS = {
  empty: "the file is empty",
  too_big: "the file is larger than a session file can be",
  kind_unknown: "the file is none of the kinds of session files",
  version_unknown: "the file was written by a newer version of Wheelhouse",
  truncated: "the file ends in the middle",
  trailing_bytes: "the file goes on after its end",
  would_run_code: "the file would run code in Python",
  opcode_not_allowed: "the file holds more than plain data",
  protocol_unknown: "the file is of an unknown pickle protocol",
  malformed: "the file's parts don't fit together",
  too_many_values: "the file holds more values than a session has",
  text_too_long: "a text in the file is longer than any token",
  text_not_valid: "a text in the file is not valid",
  number_not_valid: "a number in the file is not valid",
  nested: "the file holds more than one level",
  key_not_text: "a name in the file is not a text",
  key_twice: "a name stands in the file twice",
  value_not_plain: "a value in the file is neither a text nor a number",
  not_a_record: "the file does not hold names and values",
  json_not_valid: "the file is not valid JSON",
  field_missing: "the file lacks a part of a session",
  field_not_valid: "a part of the session has an impossible value",
  seal_not_valid: "the encrypted part of the file is not complete",
  altered: "the encrypted file was altered",
  passphrase_needed: "the file needs its passphrase",
  passphrase_wrong: "the passphrase is not the one of the file, or the file was altered",
  other_install: "the file belongs to another install of Wheelhouse",
} as const satisfies Record<string, string>;

export type FileRefusal = keyof typeof FILE_REFUSALS;

/** A whole file that can't be read here and now: it is left where it is. All other reasons are damage. */
const LOCKED: ReadonlySet<FileRefusal> = new Set([
  "version_unknown",
  "passphrase_needed",
  "passphrase_wrong",
  "other_install",
]);

/** Whether the reason means that the file is damaged or hostile, so that it has no business where it is. */
export function isDamage(reason: FileRefusal): boolean {
  return !LOCKED.has(reason);
}
