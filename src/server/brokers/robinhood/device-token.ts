import type { Random } from "@/server/random";
import { Secret } from "@/shared/secret";

/** A device identity: sixteen random bytes as lower-case hex in groups of 8-4-4-4-12 (protocol sheet 1.1). */
export function newDeviceToken(random: Random): Secret {
  const hex = random.bytes(16).toString("hex");
  return new Secret(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
}
