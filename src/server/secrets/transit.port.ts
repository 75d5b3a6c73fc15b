/** A key that never leaves its server, which wraps small secrets such as a master key. */
export interface Transit {
  /** The bytes wrapped by the newest version of the key, as text such as `vault:v2:…`. */
  wrap(bytes: Uint8Array): Promise<string>;
  /** The bytes again; the caller zeroes them. Throws AppError STORAGE_BACKEND_UNAVAILABLE where they can't be had. */
  unwrap(text: string): Promise<Buffer>;
  /** The same bytes under the newest version of the key; they do not leave the server. */
  rewrap(text: string): Promise<string>;
}
