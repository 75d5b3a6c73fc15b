import { beforeAll, describe, expect, it } from "vitest";
import { readPickle } from "@/server/session-file/formats/read-pickle";
import { recordOfSession } from "@/server/session-file/formats/saved-session";
import { writePickle } from "@/server/session-file/formats/write-pickle";
import { Secret } from "@/shared/secret";
import { runPython } from "@/test/python";

const DUMP = `
import json, pickle, pickletools, sys
for line in sys.stdin:
    protocol, record = json.loads(line)
    made = [pickle.dumps(record, protocol), pickle._dumps(record, protocol)]
    made.append(pickletools.optimize(made[0]))
    print(json.dumps([data.hex() for data in made]))
`;
const LOAD = `
import json, pickle, sys
for line in sys.stdin:
    record = pickle.loads(bytes.fromhex(line))
    print(json.dumps(list(record.items())))
`;

/** Longer than 255 bytes, as a real access token is, so that it takes the opcode of long texts. */
const JWT = `eyJhbGciOiJFUzI1NiJ9.${"Zm9vYmFy".repeat(120)}.c2lnbmF0dXJl`;
const DEVICE = "3f9a0c1d-77e2-05b8-c6d4-1a2b3c4d5e6f";
const SESSION = {
  token_type: "Bearer",
  access_token: JWT,
  refresh_token: "abcdefghijklmnopqrstuvwxyz0123",
  device_token: DEVICE,
};
const RECORDS: Record<string, Record<string, string | number | null>> = {
  "a session of robin_stocks": SESSION,
  "an empty dict": {},
  "one entry": { access_token: JWT },
  "the same text twice": { ...SESSION, copy: SESSION.device_token, again: SESSION.device_token },
  "None and numbers of every size": {
    none: null,
    zero: 0,
    one: 255,
    two: 65_535,
    four: 2_147_483_647,
    negative: -2_147_483_648,
    long: 1_790_000_000_000,
    minus: -12_345_678_901,
    float: 1_790_000_000.25,
    small: 1.5e-7,
    big: 2.5e300,
  },
  "texts of every kind": {
    empty: "",
    lines: "one\ntwo\r\n\u0000three\u001a",
    backslash: "a\\b\\u0041\\",
    latin: "Zürich £",
    wide: "株 \u{1f4c8}",
    long: "é".repeat(400),
  },
  "as many entries as are allowed": Object.fromEntries(
    Array.from({ length: 64 }, (_none, index) => [`name ${index}`, `value ${index}`]),
  ),
};

const PROTOCOLS = [0, 1, 2, 3, 4, 5];
const SLOW = 60_000;
/** By protocol, a list for each record: hexadecimal pickles of Python's two picklers, and one made shorter. */
let made: string[][][];

beforeAll(async () => {
  const lines = PROTOCOLS.flatMap((protocol) =>
    Object.values(RECORDS).map((record) => JSON.stringify([protocol, record])),
  );
  const printed = (await runPython(DUMP, lines.join("\n"))).trim().split("\n");
  const pickles = printed.map((line) => JSON.parse(line) as string[]);
  const each = Object.keys(RECORDS).length;
  made = PROTOCOLS.map((_protocol, index) => pickles.slice(index * each, (index + 1) * each));
}, SLOW);

describe("pickles made by Python", () => {
  it.each(PROTOCOLS)("of protocol %i are read with equal values", (protocol) => {
    for (const [index, [name, record]] of Object.entries(RECORDS).entries()) {
      const pickles = made[protocol]?.[index] ?? [];
      expect(pickles).toHaveLength(3);
      for (const hex of pickles) {
        const reading = readPickle(Buffer.from(hex, "hex"));
        expect(reading, name).toEqual({ kind: "record", record: new Map(Object.entries(record)) });
      }
    }
  });
});

describe("pickles made here", () => {
  it(
    "are loaded by Python, with the four keys of robin_stocks in its order and equal values",
    async () => {
      const entries = recordOfSession({
        accessToken: new Secret(JWT),
        readOnlyToken: null,
        refreshToken: new Secret(SESSION.refresh_token),
        deviceToken: new Secret(DEVICE),
        savedAt: null,
        expiresAt: null,
        broker: null,
        hosts: null,
      });
      const printed = await runPython(LOAD, writePickle(entries).toString("hex"));
      expect(JSON.parse(printed)).toEqual(Object.entries(SESSION));
    },
    SLOW,
  );

  it(
    "are loaded by Python whatever the texts are, and read here again",
    async () => {
      const entries = Object.entries(RECORDS["texts of every kind"] ?? {}).map(
        ([name, value]): [string, string] => [name, String(value)],
      );
      const bytes = writePickle(entries);
      expect(JSON.parse(await runPython(LOAD, bytes.toString("hex")))).toEqual(entries);
      expect(readPickle(bytes)).toEqual({ kind: "record", record: new Map(entries) });
      expect(readPickle(writePickle([]))).toEqual({ kind: "record", record: new Map() });
    },
    SLOW,
  );
});
