import { describe, expect, it } from "vitest";
import type { FileRefusal } from "@/server/session-file/formats/file-refusal";
import { OPCODES } from "@/server/session-file/formats/pickle-opcodes";
import { readPickle } from "@/server/session-file/formats/read-pickle";
import { writePickle } from "@/server/session-file/formats/write-pickle";

/** A pickle by hand: texts byte by character, numbers as they are. */
const pickle = (...parts: (string | number)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from([part]))),
  );
const u32 = (number: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes.toString("latin1");
};
const frame = (length: number) => `\x95${u32(length)}\0\0\0\0`;
const name = (text: string) => `X${u32(text.length)}${text}`;
const whole = pickle(0x80, 2, "}(", name("a"), name("b"), "u.");

const refused = (bytes: Buffer) => {
  const reading = readPickle(bytes);
  return reading.kind === "refused" ? reading.reason : "was read";
};

const isUnknown = (reason: FileRefusal) => reason === "would_run_code" || reason === "opcode_not_allowed";

describe("a pickle that would call code is refused where it would", () => {
  const cases: Record<string, Buffer> = {
    "GLOBAL and REDUCE": pickle("cos\nsystem\n(S'echo'\ntR."),
    "GLOBAL in a value": pickle(0x80, 2, "}(", name("a"), "cbuiltins\nexit\n", "u."),
    STACK_GLOBAL: pickle(0x80, 4, 0x8c, 2, "os", 0x8c, 6, "system", 0x93, 0x8c, 2, "id", 0x85, "R."),
    INST: pickle("(ios\nsystem\n."),
    OBJ: pickle("(o."),
    NEWOBJ: pickle(0x80, 2, 0x81, "."),
    NEWOBJ_EX: pickle(0x80, 4, 0x92, "."),
    REDUCE: pickle("R."),
    BUILD: pickle(0x80, 2, "}", "}", "b."),
    EXT1: pickle(0x80, 2, 0x82, 1, "."),
    EXT2: pickle(0x80, 2, 0x83, 1, 0, "."),
    EXT4: pickle(0x80, 2, 0x84, 1, 0, 0, 0, "."),
    PERSID: pickle("Pid\n."),
    BINPERSID: pickle("NQ."),
  };
  it.each(Object.entries(cases))("%s", (_name, bytes) => {
    expect(refused(bytes)).toBe("would_run_code");
  });
});

describe("a pickle is refused with its reason", () => {
  const many = (count: number, part: string) => part.repeat(count);
  const cases: readonly (readonly [why: string, reason: FileRefusal, bytes: Buffer])[] = [
    ["nothing at all", "empty", pickle()],
    ["larger than any session", "too_big", Buffer.alloc(65_537, "N")],
    ["no end", "truncated", pickle("}")],
    ["more after the end", "trailing_bytes", pickle("}.}")],
    ["an opcode that is none", "opcode_not_allowed", pickle(0xff)],
    ["bytes", "opcode_not_allowed", pickle("C", 1, "a.")],
    ["a list", "opcode_not_allowed", pickle("].")],
    ["a tuple", "opcode_not_allowed", pickle(").")],
    ["a boolean", "opcode_not_allowed", pickle(0x88, ".")],
    ["a boolean of protocol 0", "number_not_valid", pickle("I01\n.")],
    ["protocol 6", "protocol_unknown", pickle(0x80, 6, "}.")],
    ["a protocol that is cut off", "truncated", pickle(0x80)],
    ["a protocol in the middle", "malformed", pickle("}", 0x80, 2, ".")],
    ["a frame beyond the end", "malformed", pickle(0x80, 4, 0x95, 9, many(7, "\0"), "}.")],
    ["a frame in a frame", "malformed", pickle(0x80, 4, frame(11), frame(1), "}.")],
    ["a text across the end of a frame", "truncated", pickle(0x80, 4, frame(4), "X", u32(1), "a.")],
    ["a line across the end of a frame", "truncated", pickle(0x80, 4, frame(2), "Vab\n.")],
    ["an end before that of the frame", "trailing_bytes", pickle(0x80, 4, frame(3), "}.N")],
    ["a frame of 16 exabytes", "truncated", pickle(0x80, 4, 0x95, many(8, "\xff"), "}.")],
    ["a frame that is cut off", "truncated", pickle(0x80, 4, 0x95, "\0\0")],
    ["a text of 4 GB", "text_too_long", pickle("X", "\xff\xff\xff\xff")],
    ["a text that is cut off", "truncated", pickle("X", u32(8), "abc")],
    ["a length that is cut off", "truncated", pickle("X\0")],
    ["a text of one byte too many", "text_too_long", pickle("X", u32(8193), many(8193, "a"))],
    ["a line of one byte too many", "text_too_long", pickle("V", many(8193, "a"), "\n.")],
    ["a line without end", "truncated", pickle("Vabc")],
    ["a text that is not UTF-8", "text_not_valid", pickle("X", u32(2), "\xc3\x28")],
    ["half a surrogate pair", "text_not_valid", pickle("X", u32(3), "\xed\xa0\x80")],
    ["half a surrogate pair in an escape", "text_not_valid", pickle("V\\ud800\n.")],
    ["an escape that is none", "text_not_valid", pickle("Va\\x41\n.")],
    ["an escape beyond Unicode", "text_not_valid", pickle("V\\U00110000\n.")],
    ["a number of many digits", "number_not_valid", pickle("I", many(5000, "9"), "\n.")],
    ["a number in another base", "number_not_valid", pickle("I0x10\n.")],
    ["a number that is not exact", "number_not_valid", pickle("L9007199254740993L\n.")],
    ["a long number", "number_not_valid", pickle(0x8a, 255, many(255, "\x7f"), ".")],
    ["a long number that is cut off", "truncated", pickle(0x8a, 4, "\0")],
    ["a long number without a length", "truncated", pickle(0x8a)],
    ["infinity", "number_not_valid", pickle("Finf\n.")],
    ["infinity by its size", "number_not_valid", pickle("F9e999\n.")],
    ["infinity in bytes", "number_not_valid", pickle("G\x7f\xf0\0\0\0\0\0\0.")],
    ["a number in bytes that is cut off", "truncated", pickle("G\x7f")],
    ["a number in a line that is cut off", "truncated", pickle("I1")],
    ["a number in four bytes that is cut off", "truncated", pickle("J\0\0")],
    ["a whole number and nothing else", "not_a_record", pickle("K", 1, ".")],
    ["nothing on the stack", "malformed", pickle(".")],
    ["two values at the end", "malformed", pickle("}N.")],
    ["a mark at the end", "malformed", pickle("}(.")],
    ["no mark", "malformed", pickle("}u.")],
    ["a dict without a mark", "malformed", pickle("d.")],
    ["items without a dict", "malformed", pickle("(NNu.")],
    ["items in a text", "malformed", pickle("N(NNu.")],
    ["a dict on the other side of a mark", "malformed", pickle("}((NNu.")],
    ["one item for nothing", "malformed", pickle("}Ns.")],
    ["an item across a mark", "malformed", pickle("}N(Ns.")],
    ["an odd count of items", "malformed", pickle("}(Nu.")],
    ["a number as a name", "key_not_text", pickle("}(K", 1, "K", 1, "u.")],
    ["a dict as a name", "key_not_text", pickle("}(}Nu.")],
    ["the same name twice", "key_twice", pickle("}(", name("a"), "N", name("a"), "Nu.")],
    ["a dict in a dict", "nested", pickle("}(", name("a"), "}u.")],
    ["a dict in itself", "nested", pickle("}q\0(", name("a"), "h\0u.")],
    ["more entries than a session has", "too_many_values", tooMany()],
    ["a stack without end", "too_many_values", pickle(many(60_000, "N"))],
    ["marks without end", "too_many_values", pickle(many(60_000, "("))],
    ["a memo without end", "too_many_values", pickle(0x80, 4, "N", many(60_000, "\x94"))],
    ["a value met before without end", "too_many_values", pickle("Nq\0", many(30_000, "h\0"))],
    ["deep nesting", "too_many_values", pickle(many(60_000, "}"))],
    ["laughs through the memo", "nested", laughs()],
    ["a place in the memo that is empty", "malformed", pickle("h\x07.")],
    ["a far place in the memo that is empty", "malformed", pickle("j\xff\xff\xff\xff.")],
    ["nothing to remember", "malformed", pickle("q\0.")],
    ["nothing to remember after a mark", "malformed", pickle("N(q\0.")],
    ["a place in the memo that is no number", "number_not_valid", pickle("Np-1\n.")],
    ["a place in the memo of many digits", "number_not_valid", pickle(`Np${many(5000, "9")}\n.`)],
    ["a place in the memo that is cut off", "truncated", pickle("Nq")],
    ["a place in a line that is cut off", "truncated", pickle("Ng1")],
  ];

  it.each(cases)("%s: %s", (_why, reason, bytes) => {
    expect(refused(bytes)).toBe(reason);
  });

  it("wherever it is cut off, and says where", () => {
    for (let length = 1; length < whole.length; length += 1) {
      expect(refused(whole.subarray(0, length))).toBe("truncated");
    }
    expect(readPickle(pickle("}(N", 0xff))).toEqual({ kind: "refused", reason: "opcode_not_allowed", at: 3 });
    expect(readPickle(whole)).toEqual({ kind: "record", record: new Map([["a", "b"]]) });
  });

  it("for every opcode that is not on the list", () => {
    const allowed = new Set<number>(Object.values(OPCODES));
    for (let opcode = 0; opcode < 256; opcode += 1) {
      const reading = readPickle(pickle(opcode, "\0\0\0\0\0\0\0\0\0\n."));
      const isKnown = reading.kind === "record" || reading.at > 0 || !isUnknown(reading.reason);
      expect(isKnown, `opcode ${opcode}`).toBe(allowed.has(opcode));
    }
  });
});

describe("names that mean something to JavaScript", () => {
  it("are names like all others", () => {
    const entries: [string, string][] = ["__proto__", "constructor", "toString"].map((key) => [key, "x"]);
    expect(readPickle(writePickle(entries))).toEqual({ kind: "record", record: new Map(entries) });
    expect(Object.prototype).not.toHaveProperty("x");
  });
});

function tooMany(): Buffer {
  return writePickle(Array.from({ length: 65 }, (_none, index) => [`name ${index}`, "value"]));
}

/** Ten dicts, each holding the one before ten times over: 10^10 values, were they taken. */
function laughs(): Buffer {
  const level = (index: number) =>
    pickle(
      "}(",
      ...Array.from({ length: 10 }, (_none, key) => `${name(String(key))}h${String.fromCharCode(index)}`),
      "uq",
      index + 1,
    ).toString("latin1");
  return pickle(0x80, 2, "}q\0", ...Array.from({ length: 10 }, (_none, index) => level(index)), ".");
}
