import { z } from "zod";
import { VaultError } from "@/server/vault/vault-error";
import type { VaultReply } from "@/server/vault/vault-transport";

const errorsSchema = z.object({ errors: z.array(z.string().max(2000)).max(20) });

/** Whether the reply is Vault's own 'nothing is there', rather than that of a mount that does not exist. */
export function isNothingThere({ status, body }: VaultReply): boolean {
  if (status !== 404) return false;
  const told = errorsSchema.safeParse(body);
  // A deleted version answers 404 with data of nulls; a missing secret with an empty list of errors.
  return told.success ? told.data.errors.length === 0 : true;
}

/**
 * The reply read by its schema. Throws VaultError `unexpected` for another shape: what was read never stands in it,
 * since it may be a secret.
 */
export function readReply<Shape>(schema: z.ZodType<Shape>, { body }: VaultReply, what: string): Shape {
  const read = schema.safeParse(body);
  if (!read.success) {
    throw new VaultError("unexpected", `Vault's answer to '${what}' was not understood.`);
  }
  return read.data;
}

/** What a refusal means; `what` names the request without ids, `remedy` what to look at where the path is missing. */
export function refusal(reply: VaultReply, what: string, remedy: string): VaultError {
  switch (reply.status) {
    case 400:
      return new VaultError("unexpected", `Vault refused '${what}' as not valid. ${remedy}`);
    case 403:
      return new VaultError(
        "denied",
        `Vault does not permit '${what}'. Give the token of Wheelhouse the policy for it, or a new token.`,
      );
    case 404:
      return new VaultError("missing", `Vault has nothing for '${what}'. ${remedy}`);
    default:
      return new VaultError(
        "unexpected",
        `Vault answered '${what}' with HTTP ${reply.status}. Look at its log.`,
      );
  }
}

export const isDone = ({ status }: VaultReply): boolean => status >= 200 && status < 300;
