import { randomBytes, randomUUID } from "node:crypto";

/** Randomness comes from here, so that tests can repeat a run. */
export interface Random {
  /** Bytes from the platform's secure generator. */
  bytes(length: number): Buffer;
  /** A random UUID, for ids that are not secrets. */
  uuid(): string;
}

/** The platform's secure generator. */
export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  uuid: () => randomUUID(),
};
