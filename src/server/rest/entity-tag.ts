import { createHash } from "node:crypto";

/** The strong entity tag of a body: the same bytes have the same tag. */
export function entityTagOf(body: string): string {
  return `"${createHash("sha256").update(body).digest("base64url")}"`;
}

/** Whether the caller has this already, by its `If-None-Match`. */
export function isKnown(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false;
  const given = ifNoneMatch.split(",").map((each) => each.trim().replace(/^W\//, ""));
  return given.includes("*") || given.includes(tag);
}
