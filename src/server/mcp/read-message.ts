import { AppError } from "@/shared/app-error";

/** More than any call of a tool needs. */
const MOST_BYTES = 64 * 1024;

/**
 * The JSON-RPC message of a request. Throws API_INVALID_REQUEST for a body that is too large or no JSON, and for
 * several messages in one: each takes a place of the token's requests.
 */
export async function readMessage(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > MOST_BYTES) throw new AppError("API_INVALID_REQUEST", "The message is larger than 64 KiB");
    chunks.push(chunk);
  }
  const message = parse(Buffer.concat(chunks));
  if (Array.isArray(message)) throw new AppError("API_INVALID_REQUEST", "Send one message at a time");
  return message;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new AppError("API_INVALID_REQUEST", "The message is not JSON");
  }
}
