import { ByteCursor } from "@/server/session-file/formats/byte-cursor";
import type { FileRefusal } from "@/server/session-file/formats/file-refusal";
import {
  MOST_FILE_BYTES,
  MOST_TEXT_BYTES,
  type RecordReading,
} from "@/server/session-file/formats/flat-record";
import { PickleMachine } from "@/server/session-file/formats/pickle-machine";
import { HIGHEST_PROTOCOL, OPCODES, RUNS_CODE } from "@/server/session-file/formats/pickle-opcodes";
import {
  escapedTextOf,
  finite,
  floatOf,
  longOf,
  memoNumberOf,
  textOf,
  wholeNumberOf,
} from "@/server/session-file/formats/pickle-values";

/** What one opcode does; null when it went well. */
type Step = (machine: PickleMachine, cursor: ByteCursor) => FileRefusal | null;

/** A number that stands in a line of its own, or in a fixed count of bytes. */
function number(read: (cursor: ByteCursor) => number | null | undefined): Step {
  return (machine, cursor) => {
    const value = read(cursor);
    if (value === undefined) return "truncated";
    return value === null ? "number_not_valid" : machine.push(value);
  };
}

function line<T>(cursor: ByteCursor, read: (line: string) => T): T | undefined {
  const text = cursor.line();
  return text === null ? undefined : read(text);
}

/** A text after its length in so many bytes. */
function text(lengthBytes: number): Step {
  return (machine, cursor) => {
    const length = cursor.unsigned(lengthBytes);
    if (length === -1) return "truncated";
    if (length > MOST_TEXT_BYTES) return "text_too_long";
    const characters = cursor.characters(length);
    if (characters === null) return "truncated";
    const value = textOf(characters);
    return value === null ? "text_not_valid" : machine.push(value);
  };
}

function textLine(machine: PickleMachine, cursor: ByteCursor): FileRefusal | null {
  const escaped = cursor.line();
  if (escaped === null) return "truncated";
  if (escaped.length > MOST_TEXT_BYTES) return "text_too_long";
  const value = escapedTextOf(escaped);
  return value === null ? "text_not_valid" : machine.push(value);
}

type MemoUse = (machine: PickleMachine, number: number) => FileRefusal | null;

const put: MemoUse = (machine, number) => machine.remember(number);
const get: MemoUse = (machine, number) => machine.recall(number);

function memo(use: MemoUse, numberBytes: number): Step {
  return (machine, cursor) => {
    const number = cursor.unsigned(numberBytes);
    return number === -1 ? "truncated" : use(machine, number);
  };
}

function memoLine(use: MemoUse): Step {
  return (machine, cursor) => {
    const number = line(cursor, memoNumberOf);
    if (number === undefined) return "truncated";
    return number === null ? "number_not_valid" : use(machine, number);
  };
}

function frame(_machine: PickleMachine, cursor: ByteCursor): FileRefusal | null {
  const length = cursor.take(8)?.readBigUInt64LE();
  if (length === undefined || length > BigInt(MOST_FILE_BYTES)) return "truncated";
  return cursor.beginFrame(Number(length)) ? null : "malformed";
}

function protocol(_machine: PickleMachine, cursor: ByteCursor): FileRefusal | null {
  const isFirst = cursor.at === 1;
  const version = cursor.byte();
  if (version === -1) return "truncated";
  if (version > HIGHEST_PROTOCOL) return "protocol_unknown";
  return isFirst ? null : "malformed";
}

function long(machine: PickleMachine, cursor: ByteCursor): FileRefusal | null {
  const length = cursor.byte();
  const bytes = length === -1 ? null : cursor.take(length);
  if (bytes === null) return "truncated";
  const value = longOf(bytes);
  return value === null ? "number_not_valid" : machine.push(value);
}

function binaryFloat(machine: PickleMachine, cursor: ByteCursor): FileRefusal | null {
  const value = cursor.take(8)?.readDoubleBE();
  if (value === undefined) return "truncated";
  return finite(value) === null ? "number_not_valid" : machine.push(value);
}

const ALLOWED: readonly (readonly [opcode: number, step: Step])[] = [
  [OPCODES.PROTO, protocol],
  [OPCODES.FRAME, frame],
  [OPCODES.MARK, (machine) => machine.mark()],
  [OPCODES.EMPTY_DICT, (machine) => machine.push(new Map())],
  [OPCODES.DICT, (machine) => machine.dict()],
  [OPCODES.SETITEM, (machine) => machine.setItem()],
  [OPCODES.SETITEMS, (machine) => machine.setItems()],
  [OPCODES.NONE, (machine) => machine.push(null)],
  [OPCODES.UNICODE, textLine],
  [OPCODES.SHORT_BINUNICODE, text(1)],
  [OPCODES.BINUNICODE, text(4)],
  [OPCODES.MEMOIZE, (machine) => machine.remember(null)],
  [OPCODES.PUT, memoLine(put)],
  [OPCODES.BINPUT, memo(put, 1)],
  [OPCODES.LONG_BINPUT, memo(put, 4)],
  [OPCODES.GET, memoLine(get)],
  [OPCODES.BINGET, memo(get, 1)],
  [OPCODES.LONG_BINGET, memo(get, 4)],
  [OPCODES.INT, number((cursor) => line(cursor, wholeNumberOf))],
  [OPCODES.LONG, number((cursor) => line(cursor, (digits) => wholeNumberOf(digits.replace(/L$/, ""))))],
  [OPCODES.FLOAT, number((cursor) => line(cursor, floatOf))],
  [OPCODES.BININT, number((cursor) => cursor.take(4)?.readInt32LE())],
  [OPCODES.BININT1, number((cursor) => cursor.take(1)?.readUInt8())],
  [OPCODES.BININT2, number((cursor) => cursor.take(2)?.readUInt16LE())],
  [OPCODES.LONG1, long],
  [OPCODES.BINFLOAT, binaryFloat],
];

/** What each byte does as an opcode: all but those on the list are refused. */
const STEPS: readonly Step[] = Array.from({ length: 256 }, (_none, opcode) => {
  const reason = RUNS_CODE.has(opcode) ? "would_run_code" : "opcode_not_allowed";
  return ALLOWED.find(([allowed]) => allowed === opcode)?.[1] ?? (() => reason);
});

/**
 * Reads a pickle of one flat dict of texts, numbers and None, of any protocol from 0 to 5, without ever running
 * anything: it knows the opcodes of such a dict and refuses all others, among them each by which a pickle calls
 * code. Time and memory are bounded by the file's size, which is bounded too. Never throws.
 */
export function readPickle(bytes: Buffer): RecordReading {
  if (bytes.length > MOST_FILE_BYTES) return { kind: "refused", reason: "too_big", at: MOST_FILE_BYTES };
  const machine = new PickleMachine();
  const cursor = new ByteCursor(bytes);
  for (;;) {
    const at = cursor.at;
    const opcode = cursor.byte();
    if (opcode === -1) return { kind: "refused", reason: at === 0 ? "empty" : "truncated", at };
    if (opcode === OPCODES.STOP) return end(machine, cursor);
    const reason = STEPS[opcode]?.(machine, cursor) ?? null;
    if (reason !== null) return { kind: "refused", reason, at };
  }
}

function end(machine: PickleMachine, cursor: ByteCursor): RecordReading {
  const result = machine.result();
  if (typeof result === "string") return { kind: "refused", reason: result, at: cursor.at };
  if (cursor.left > 0) return { kind: "refused", reason: "trailing_bytes", at: cursor.at };
  return { kind: "record", record: result };
}
