import type { Random } from "@/server/random";
import type { MasterKey } from "@/server/secrets/master-key";
import { unwrapKey, wrapKey } from "@/server/secrets/wrapped-key";

const CANARY_TEXT = "wheelhouse key canary";
const PLACE = ["install", "key_canary"] as const;

/** A known text under the key: tells at each start that the key is the one that the database was written with. */
export function canaryUnder(masterKey: MasterKey, random: Random): string {
  return wrapKey(masterKey, random, Buffer.from(CANARY_TEXT), ...PLACE);
}

/** Whether the key opens the known text. */
export function opensCanary(masterKey: MasterKey, canary: string): boolean {
  return unwrapKey(masterKey, canary, ...PLACE)?.toString("utf8") === CANARY_TEXT;
}
