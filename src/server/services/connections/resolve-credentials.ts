import type { Broker } from "@/server/brokers/broker";
import { talksToItsHosts } from "@/server/services/connections/load-connection";
import { readRemembered } from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { BrokerDescription, CredentialField } from "@/shared/schemas/broker";
import { checkCredentialField } from "@/shared/schemas/credential-field";
import { disposeAll, Secret } from "@/shared/secret";

/**
 * The values to sign in with, by field name: what was typed, else what is stored for these hosts. Throws VALIDATION_MISSING_FIELD
 * or VALIDATION_INVALID_INPUT that name every wrong field, and STORAGE_BACKEND_UNAVAILABLE where what is stored can't be
 * had; nothing has been sent by then. The caller disposes of the values.
 */
export async function resolveCredentials(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  broker: Broker,
  typed: Readonly<Record<string, string>>,
): Promise<Record<string, Secret>> {
  const mayUseStored = talksToItsHosts(connection, broker);
  const values: Record<string, Secret> = {};
  try {
    const problems: Record<string, string> = {};
    let missing = false;
    for (const field of broker.description.credentialFields) {
      const typedValue = typedCredential(field, typed[field.name]);
      const value = typedValue ?? (mayUseStored ? await readRemembered(ctx, connection, field.name) : null);
      if (value === null) {
        if (field.required) {
          missing = true;
          problems[field.name] = `Enter your ${field.label.toLowerCase()}`;
        }
        continue;
      }
      values[field.name] = value;
      const problem = checkCredentialField(field, value.reveal());
      if (problem !== null) {
        problems[field.name] = problem;
      }
    }
    if (Object.keys(problems).length > 0) {
      throw new AppError(missing ? "VALIDATION_MISSING_FIELD" : "VALIDATION_INVALID_INPUT", undefined, {
        fields: problems,
      });
    }
    return values;
  } catch (error) {
    disposeAll(values);
    throw error;
  }
}

function typedCredential(field: CredentialField, typed: string | undefined): Secret | null {
  if (typed === undefined || typed === "") {
    return null;
  }
  return new Secret(field.kind === "password" ? typed : typed.trim());
}

/** The field that names the login (user name or e-mail), by which the login guard counts. */
export function loginNameField(description: BrokerDescription): CredentialField | undefined {
  return description.credentialFields.find((field) => field.kind === "email" || field.kind === "text");
}
