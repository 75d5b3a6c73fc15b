import { readCredential } from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { BrokerDescription, CredentialField } from "@/shared/schemas/broker";
import { checkCredentialField } from "@/shared/schemas/credential-field";
import { Secret } from "@/shared/secret";

/**
 * The values to sign in with, by field name: what was typed, else what is stored. Throws VALIDATION_MISSING_FIELD
 * or VALIDATION_INVALID_INPUT that name every wrong field; nothing has been sent by then.
 */
export async function resolveCredentials(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  description: BrokerDescription,
  typed: Readonly<Record<string, string>>,
): Promise<Record<string, Secret>> {
  const values: Record<string, Secret> = {};
  const problems: Record<string, string> = {};
  let missing = false;
  for (const field of description.credentialFields) {
    const value = await credentialValue(ctx, connection, field, typed[field.name]);
    if (value === null) {
      if (field.required) {
        missing = true;
        problems[field.name] = `Enter your ${field.label.toLowerCase()}`;
      }
      continue;
    }
    const problem = checkCredentialField(field, value.reveal());
    if (problem === null) {
      values[field.name] = value;
    } else {
      problems[field.name] = problem;
    }
  }
  if (Object.keys(problems).length > 0) {
    throw new AppError(missing ? "VALIDATION_MISSING_FIELD" : "VALIDATION_INVALID_INPUT", undefined, {
      fields: problems,
    });
  }
  return values;
}

async function credentialValue(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  field: CredentialField,
  typed: string | undefined,
): Promise<Secret | null> {
  if (typed !== undefined && typed !== "") {
    return new Secret(field.kind === "password" ? typed : typed.trim());
  }
  return readCredential(ctx, ctx.storage, connection, field.name);
}

/** The field that names the login (user name or e-mail), by which the login guard counts. */
export function loginNameField(description: BrokerDescription): CredentialField | undefined {
  return description.credentialFields.find((field) => field.kind === "email" || field.kind === "text");
}
