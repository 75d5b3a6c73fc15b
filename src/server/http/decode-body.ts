import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from "node:zlib";

type Decoder = (bytes: Buffer, options: ZlibOptions) => Promise<Buffer>;

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  deflate: promisify<Buffer, ZlibOptions, Buffer>(inflate),
  br: promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress),
};

/** The reply's bytes as text (UTF-8), decompressed to at most `maxBytes`. Throws zlib's error otherwise. */
export async function decodeBody(
  bytes: Buffer,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<string> {
  const decoder = decoders[contentEncoding?.trim().toLowerCase() ?? ""];
  const plain = decoder === undefined ? bytes : await decoder(bytes, { maxOutputLength: maxBytes });
  return plain.toString("utf8");
}
