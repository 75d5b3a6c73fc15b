import { TransportError } from "@/server/rest/problem";
import { MOST_PROXY_BODY_BYTES } from "@/server/services/proxy/proxy-call";

/**
 * The bytes of a request's body as they came; null for none. They are held whole, so that the call can be repeated.
 * Throws a TransportError (413) as soon as they are too many.
 */
export async function readProxyBody(request: Request): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > MOST_PROXY_BODY_BYTES) throw new TransportError(413, "The body is larger than 1 MiB");
    chunks.push(chunk);
  }
  return length === 0 ? null : Buffer.concat(chunks);
}
