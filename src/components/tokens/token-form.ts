import { z } from "zod";
import type { FieldErrors } from "@/components/ui/use-form";
import {
  type CreateTokenInput,
  createTokenInputSchema,
  DEFAULT_TOKEN_DAYS,
  DEFAULT_TOKEN_REQUESTS_PER_MINUTE,
  scopeSchema,
  type TokenChoices,
  type TokenReach,
} from "@/shared/schemas/api-token";

const valuesSchema = z.object({
  name: z.string(),
  scopes: z.array(scopeSchema),
  reach: z.enum(["all", "connections", "accounts"]),
  connectionIds: z.array(z.string()),
  accountIds: z.array(z.string()),
  days: z.string(),
  /** Addresses and ranges, separated by commas, spaces or lines. */
  addresses: z.string(),
  perMinute: z.string(),
  confirmPassword: z.string(),
});

/** What stands in the form of a new token. */
export type TokenValues = z.infer<typeof valuesSchema>;

/** The form as its parts see it. */
export interface TokenFormProps {
  values: TokenValues;
  errors: FieldErrors<TokenValues>;
  set: <TKey extends keyof TokenValues>(key: TKey, value: TokenValues[TKey]) => void;
}

export const EMPTY_TOKEN: TokenValues = {
  name: "",
  scopes: [],
  reach: "all",
  connectionIds: [],
  accountIds: [],
  days: String(DEFAULT_TOKEN_DAYS),
  addresses: "",
  perMinute: String(DEFAULT_TOKEN_REQUESTS_PER_MINUTE),
  confirmPassword: "",
};

const FIELDS: Readonly<Record<string, keyof TokenValues>> = {
  expiresInDays: "days",
  allowedAddresses: "addresses",
  requestsPerMinute: "perMinute",
};

/** The form's field for each field that a check or the server names. */
export function tokenFields(named: Readonly<Record<string, string>>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, text] of Object.entries(named)) fields[fieldOf(name)] ??= text;
  return fields;
}

function fieldOf(name: string): string {
  const first = name.split(".", 1)[0] ?? name;
  return FIELDS[first] ?? first;
}

/** A check and the request of the form, with what the person may choose from. */
export function tokenFormSchema(choices: TokenChoices): z.ZodType<CreateTokenInput, TokenValues> {
  return valuesSchema.transform((values, ctx) => {
    const parsed = createTokenInputSchema.safeParse({
      name: values.name,
      scopes: values.scopes,
      reach: reachOf(values, choices),
      expiresInDays: Number(values.days),
      allowedAddresses: values.addresses.split(/[\s,;]+/).filter((address) => address !== ""),
      requestsPerMinute: /^\d+$/.test(values.perMinute.trim()) ? Number(values.perMinute) : Number.NaN,
      confirmPassword: values.confirmPassword,
    });
    if (values.confirmPassword === "") {
      const message = "Enter your Wheelhouse password";
      ctx.addIssue({ code: "custom", path: ["confirmPassword"], message });
    }
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      const field = fieldOf(String(path[0]));
      ctx.addIssue({ code: "custom", path: [field], message: TEXTS[field] ?? message });
    }
    return z.NEVER;
  });
}

const TEXTS: Readonly<Record<string, string>> = {
  reach: "Choose at least one",
  perMinute: "Enter a number from 1 to 6000",
};

/** Accounts are chosen with the connections that have them. */
function reachOf(values: TokenValues, { connections }: TokenChoices): TokenReach {
  const { reach, connectionIds, accountIds } = values;
  if (reach === "all") return { brokers: null, connectionIds: null, accountIds: null };
  if (reach === "connections") return { brokers: null, connectionIds, accountIds: null };
  const having = connections.filter(({ accounts }) =>
    accounts.some(({ accountId }) => accountIds.includes(accountId)),
  );
  return { brokers: null, connectionIds: having.map(({ id }) => id), accountIds };
}
