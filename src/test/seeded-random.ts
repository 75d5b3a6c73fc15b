import { createHash } from "node:crypto";
import type { Random } from "@/server/random";

/** Bytes that look random and are the same for the same seed: SHA-256 over a counter. Only for tests. */
export function createSeededRandom(seed = "wheelhouse"): Random {
  let counter = 0;
  const bytes = (length: number): Buffer => {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      blocks.push(createHash("sha256").update(`${seed}:${counter++}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, length);
  };
  const uuid = () => {
    const hex = bytes(16).toString("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  return { bytes, uuid };
}
