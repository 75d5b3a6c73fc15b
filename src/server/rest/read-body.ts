import { TransportError } from "@/server/rest/problem";
import { AppError } from "@/shared/app-error";

/** The largest body that a route takes; none of them needs more than a few kilobytes. */
export const MOST_BODY_BYTES = 64 * 1024;

/**
 * The body as it was sent, empty for none. Throws a TransportError for one that is too large, is not JSON by its media
 * type, or is compressed.
 */
export async function readBody(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > MOST_BODY_BYTES) throw new TransportError(413, "The body is larger than 64 KiB");
    chunks.push(chunk);
  }
  if (length > 0 && !isJson(request.headers)) {
    throw new TransportError(415, "Send the body as application/json, not compressed");
  }
  return Buffer.concat(chunks);
}

/** What the body says; `{}` for none. Throws API_INVALID_REQUEST for what is no JSON in UTF-8, or has a NUL in it. */
export function parseJson(body: Buffer): unknown {
  if (body.byteLength === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body), withoutNul);
  } catch {
    throw new AppError("API_INVALID_REQUEST", "The body is not JSON");
  }
}

/** No text of ours has a NUL, and one of the databases can't even look for it. */
function withoutNul(key: string, value: unknown): unknown {
  if (key.includes("\0") || (typeof value === "string" && value.includes("\0")))
    throw new Error("NUL in a text");
  return value;
}

function isJson(headers: Headers): boolean {
  const [type = "", ...parameters] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  return (
    type.trim() === "application/json" &&
    parameters.every((parameter) => /^\s*charset\s*=\s*"?utf-8"?\s*$/.test(parameter)) &&
    (headers.get("content-encoding") ?? "identity").toLowerCase() === "identity"
  );
}
