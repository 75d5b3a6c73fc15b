import { beforeAll, expect, it } from "vitest";
import { decodeSessionFile, SESSION_FILE_FORMATS } from "@/server/session-file/formats/decode-session-file";
import { encodeSessionFile } from "@/server/session-file/formats/encode-session-file";
import { FILE_REFUSALS } from "@/server/session-file/formats/file-refusal";
import { OPCODES } from "@/server/session-file/formats/pickle-opcodes";
import { readPickle } from "@/server/session-file/formats/read-pickle";
import { Secret } from "@/shared/secret";
import { runPython } from "@/test/python";

const INPUTS = 1_000_000;
/** Of those that are still read, so many are shown to Python as well. */
const COMPARED = 3000;
const SEED = 0x5eed;

const SOURCES = `
import pickle
short = {"token_type": "Bearer", "access_token": "a.b.c", "refresh_token": "r", "device_token": "3f9a0c1d"}
long = {**short, "access_token": "x" * 256, "saved_at": 1.5, "n": None, "i": 70000, "copy": "é株"}
for record in (short, long):
    for protocol in range(6):
        print(pickle.dumps(record, protocol).hex())
`;
/** Python's own reader, which may look nothing up: what would run code fails. */
const JUDGE = `
import io, json, pickle, sys
class Plain(pickle.Unpickler):
    def find_class(self, module, name):
        raise pickle.UnpicklingError("code")
for line in sys.stdin:
    try:
        print(json.dumps(list(Plain(io.BytesIO(bytes.fromhex(line))).load().items())))
    except Exception as error:
        print(json.dumps(repr(error)))
`;

let sources: Buffer[];

beforeAll(async () => {
  const printed = await runPython(SOURCES, "");
  sources = printed
    .trim()
    .split("\n")
    .map((hex) => Buffer.from(hex, "hex"));
}, 60_000);

/** A small generator of numbers that gives the same ones again (xorshift, 32 bits). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const KNOWN: readonly number[] = Object.values(OPCODES);
const LENGTHS = [0, 1, 0x7f, 0x80, 0xff];

/** The source with one to four changes, in place in `into`; how long the result is. */
function mutate(into: Buffer, source: Buffer, draw: (below: number) => number): number {
  let length = source.copy(into);
  for (let left = 1 + draw(4); left > 0 && length > 1; left -= 1) {
    const at = draw(length);
    switch (draw(7)) {
      case 0:
        into[at] = draw(256);
        break;
      case 1:
        into[at] = (into[at] ?? 0) ^ (1 << draw(8));
        break;
      case 2:
        into[at] = KNOWN[draw(KNOWN.length)] ?? 0;
        break;
      case 3:
        into[at] = LENGTHS[draw(LENGTHS.length)] ?? 0;
        break;
      case 4:
        length = at + 1;
        break;
      case 5: {
        // A stretch comes again at another place.
        const from = draw(length);
        into.copyWithin(at, from, Math.min(length, from + 1 + draw(40)));
        break;
      }
      default: {
        // A stretch is left out.
        const end = Math.min(length, at + 1 + draw(8));
        into.copyWithin(at, end, length);
        length -= end - at;
      }
    }
  }
  return length;
}

it("damaged files of every kind are read or refused, and what is read could be sent as a header", async () => {
  const session = {
    accessToken: new Secret("access.token.value"),
    readOnlyToken: new Secret("read.only.value"),
    refreshToken: new Secret("refreshvalue"),
    deviceToken: new Secret("3f9a0c1d-77e2-05b8-c6d4-1a2b3c4d5e6f"),
    savedAt: new Date("2026-01-05T15:00:00.250Z"),
    expiresAt: new Date("2026-01-06T15:00:00Z"),
    broker: "robinhood",
    hosts: "api.robinhood.com",
  };
  const written = await Promise.all(
    SESSION_FILE_FORMATS.map((format) => encodeSessionFile(format, session, async (text) => text.reveal())),
  );
  const draw = numbersFrom(SEED);
  const scratch = Buffer.alloc(4096);
  const kinds = new Map<string, number>();
  for (let count = 0; count < 60_000; count += 1) {
    const source = written[draw(written.length)] ?? Buffer.alloc(0);
    const bytes = Buffer.from(scratch.subarray(0, mutate(scratch, source, draw)));
    // The seal is left out, so that the damage reaches what is under it.
    const reading = await decodeSessionFile(bytes, async (sealed) => new Secret(sealed));
    const kind = reading.kind === "session" ? `session in ${reading.format}` : reading.reason;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (reading.kind === "session") {
      const { accessToken, refreshToken, readOnlyToken } = reading.session;
      const tokens = [accessToken, refreshToken, readOnlyToken].map((token) => token?.reveal() ?? "x");
      expect(tokens.every((token) => /^[\x21-\x7e]+$/.test(token))).toBe(true);
    }
  }
  expect([...kinds.keys()].filter((kind) => kind.startsWith("session in")).length).toBe(3);
  expect(kinds.size).toBeGreaterThan(12);
}, 120_000);

it("a million damaged pickles are read or refused: no crash, no hang, no growth; Python reads the same", async () => {
  const draw = numbersFrom(SEED);
  const scratch = Buffer.alloc(4096);
  const refusals = new Map<string, number>();
  const taken = new Map<string, [string, unknown][]>();
  let reads = 0;
  const memoryBefore = process.memoryUsage().rss;
  const cpuBefore = process.cpuUsage();
  for (let count = 0; count < INPUTS; count += 1) {
    const source = sources[draw(sources.length)] ?? Buffer.alloc(0);
    const bytes = scratch.subarray(0, mutate(scratch, source, draw));
    const reading = readPickle(bytes);
    if (reading.kind === "refused") {
      refusals.set(reading.reason, (refusals.get(reading.reason) ?? 0) + 1);
      continue;
    }
    reads += 1;
    if (taken.size < COMPARED) taken.set(bytes.toString("hex"), [...reading.record]);
  }
  const grownBytes = process.memoryUsage().rss - memoryBefore;
  const cpuSeconds = process.cpuUsage(cpuBefore).user / 1e6;

  // Each outcome is one of the known ones, and the changes reach far into the reader.
  expect([...refusals.keys()].filter((reason) => !Object.hasOwn(FILE_REFUSALS, reason))).toEqual([]);
  expect(refusals.size).toBeGreaterThan(12);
  expect(reads).toBeGreaterThan(INPUTS / 100);
  expect(grownBytes).toBeLessThan(200 * 1024 * 1024);
  // Some microseconds each; of the processor's time, since other tests run beside this one.
  expect(cpuSeconds).toBeLessThan(30);

  const judged = (await runPython(JUDGE, [...taken.keys()].join("\n"))).trim().split("\n");
  expect(judged).toHaveLength(taken.size);
  for (const [index, record] of [...taken.values()].entries()) {
    expect(JSON.parse(judged[index] ?? "")).toEqual(record);
  }
}, 300_000);
