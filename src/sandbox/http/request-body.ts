import type { IncomingMessage } from "node:http";
import type { BodyEncoding } from "./exchange";

/** No request of a real client comes near this many bytes. */
export const bodyLimitBytes = 64 * 1024;

export interface ParsedBody {
  encoding: BodyEncoding;
  fields: Record<string, unknown>;
}

/** The body could not be taken; the status and sentence are what the server answers. */
export class BodyError extends Error {
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** Reads a form or a JSON object; throws `BodyError` for a body too large or JSON that does not parse. */
export async function readBody(message: IncomingMessage): Promise<ParsedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const part = Buffer.from(chunk);
    size += part.length;
    // The rest is read and dropped, so that the client gets the answer and not a broken connection.
    if (size <= bodyLimitBytes) chunks.push(part);
  }
  if (size > bodyLimitBytes) throw new BodyError(413, "Request body exceeded the size limit.");
  if (size === 0) return { encoding: "none", fields: {} };
  return parseBody(Buffer.concat(chunks).toString("utf8"), message.headers["content-type"] ?? "");
}

function parseBody(text: string, contentType: string): ParsedBody {
  const mediaType = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  if (mediaType === "application/x-www-form-urlencoded") {
    return { encoding: "form", fields: Object.fromEntries(new URLSearchParams(text)) };
  }
  if (mediaType !== "application/json") return { encoding: "other", fields: {} };
  return { encoding: "json", fields: parseObject(text) };
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BodyError(400, "JSON parse error - the body is not valid JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BodyError(400, "Invalid data. Expected a dictionary.");
  }
  return Object.fromEntries(Object.entries(value));
}
