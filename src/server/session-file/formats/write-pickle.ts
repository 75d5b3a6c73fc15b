import { OPCODES } from "@/server/session-file/formats/pickle-opcodes";

/**
 * A pickle of protocol 2 of one dict of texts, in the order given: the smallest that every Python since 2.3 loads
 * (protocol sheet 4.6). Equal dicts give equal bytes.
 */
export function writePickle(entries: readonly (readonly [name: string, value: string])[]): Buffer {
  return Buffer.concat([
    Buffer.from([OPCODES.PROTO, 2, OPCODES.EMPTY_DICT, OPCODES.MARK]),
    ...entries.flat().map(binaryText),
    Buffer.from([OPCODES.SETITEMS, OPCODES.STOP]),
  ]);
}

function binaryText(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const head = Buffer.alloc(5);
  head.writeUInt8(OPCODES.BINUNICODE, 0);
  head.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
