/**
 * The opcodes that a flat dict of texts, numbers and None is written with, in protocols 0 to 5 (protocol sheet 4.6;
 * GET, and those of numbers, are what Python writes for repeated texts and for numbers). None of them makes
 * anything but data.
 */
export const OPCODES = {
  MARK: 0x28,
  STOP: 0x2e,
  FLOAT: 0x46,
  BINFLOAT: 0x47,
  INT: 0x49,
  BININT: 0x4a,
  BININT1: 0x4b,
  LONG: 0x4c,
  BININT2: 0x4d,
  NONE: 0x4e,
  UNICODE: 0x56,
  BINUNICODE: 0x58,
  DICT: 0x64,
  GET: 0x67,
  BINGET: 0x68,
  LONG_BINGET: 0x6a,
  PUT: 0x70,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  SETITEM: 0x73,
  SETITEMS: 0x75,
  EMPTY_DICT: 0x7d,
  PROTO: 0x80,
  LONG1: 0x8a,
  SHORT_BINUNICODE: 0x8c,
  MEMOIZE: 0x94,
  FRAME: 0x95,
} as const;

/**
 * Those by which a pickle calls what it likes: GLOBAL, INST, OBJ, NEWOBJ, NEWOBJ_EX, STACK_GLOBAL, REDUCE, BUILD,
 * EXT1, EXT2, EXT4, PERSID and BINPERSID. They are refused like all others, under a name of their own.
 */
export const RUNS_CODE: ReadonlySet<number> = new Set([
  0x63, 0x69, 0x6f, 0x81, 0x92, 0x93, 0x52, 0x62, 0x82, 0x83, 0x84, 0x50, 0x51,
]);

export const HIGHEST_PROTOCOL = 5;
