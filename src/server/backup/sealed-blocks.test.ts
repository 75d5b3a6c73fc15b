import { createSecretKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { BLOCK_BYTES, openBlocks, sealBlocks } from "@/server/backup/sealed-blocks";

const key = createSecretKey(Buffer.alloc(32, 1));
const SEALED_BYTES = BLOCK_BYTES + 16;
const HEAD = Buffer.from("head");

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function all(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const found: Buffer[] = [];
  for await (const piece of stream) found.push(piece);
  return Buffer.concat(found);
}
const seal = (plain: Buffer, pieceBytes = 10_000) => all(sealBlocks(key, HEAD, pieces(plain, pieceBytes)));
const open = (sealed: Buffer, with_ = key, head = HEAD) => all(openBlocks(with_, head, pieces(sealed, 7919)));
const text = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, at) => at % 251));

describe("sealed blocks", () => {
  it.each([0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES, 3 * BLOCK_BYTES + 5])(
    "give %i bytes back as they were",
    async (bytes) => {
      expect((await open(await seal(text(bytes)))).equals(text(bytes))).toBe(true);
    },
  );

  it("are the same, however the stream is cut", async () => {
    const plain = text(2 * BLOCK_BYTES + 3);
    expect((await seal(plain, 1000)).equals(await seal(plain, 1_000_000))).toBe(true);
  });

  it("open with neither another key nor another head", async () => {
    const sealed = await seal(text(100));
    await expect(open(sealed, createSecretKey(Buffer.alloc(32, 2)))).rejects.toThrow(/from block 1 on/);
    await expect(open(sealed, key, Buffer.from("other"))).rejects.toThrow(/from block 1 on/);
  });

  it("notice a flipped bit wherever it is", async () => {
    const sealed = await seal(text(2 * BLOCK_BYTES + 30));
    for (const at of [0, SEALED_BYTES - 1, SEALED_BYTES, sealed.length - 1]) {
      const flipped = Buffer.from(sealed);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 4, at);
      await expect(open(flipped)).rejects.toMatchObject({ code: "STORAGE_BACKUP_DAMAGED" });
    }
  });

  it("notice blocks that are missing, doubled or in another order, and name the first", async () => {
    const sealed = await seal(text(3 * BLOCK_BYTES + 30));
    const block = (number: number) => sealed.subarray(number * SEALED_BYTES, (number + 1) * SEALED_BYTES);
    const joined = (...numbers: number[]) => open(Buffer.concat(numbers.map(block)));
    await expect(joined(1, 0, 2, 3)).rejects.toThrow("from block 1 on");
    await expect(joined(0, 2, 1, 3)).rejects.toThrow("from block 2 on");
    await expect(joined(0, 0, 1, 2, 3)).rejects.toThrow("from block 2 on");
    await expect(joined(0, 1, 3)).rejects.toThrow("from block 3 on");
    expect(await joined(0, 1, 2, 3)).toHaveLength(3 * BLOCK_BYTES + 30);
  });

  it("notice that the end is missing or that something follows it", async () => {
    const sealed = await seal(text(2 * BLOCK_BYTES + 30));
    await expect(open(sealed.subarray(0, 2 * SEALED_BYTES))).rejects.toThrow("its end is missing");
    await expect(open(sealed.subarray(0, sealed.length - 1))).rejects.toThrow("from block 3 on");
    await expect(open(Buffer.alloc(0))).rejects.toThrow("from block 1 on");
    const whole = await seal(text(2 * BLOCK_BYTES));
    await expect(open(Buffer.concat([whole, whole]))).rejects.toThrow("something stands after its end");
  });
});
