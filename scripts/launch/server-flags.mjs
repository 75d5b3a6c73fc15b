/**
 * What the web server may keep before Node.js collects its garbage in earnest, MB. Without a bound Node.js lets garbage
 * grow with the machine's memory; with it a busy server stays below half a gigabyte.
 */
const HEAP_MB = 384;

/** Flags of Node.js for the web server; an operator who bounds the heap by `NODE_OPTIONS` has the say. */
export function serverFlags({ NODE_OPTIONS = "" }) {
  return /--max[-_]old[-_]space[-_]size/.test(NODE_OPTIONS) ? [] : [`--max-old-space-size=${HEAP_MB}`];
}
