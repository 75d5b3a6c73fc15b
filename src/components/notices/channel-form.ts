import { z } from "zod";
import type { FieldErrors } from "@/components/ui/use-form";
import {
  type AddChannelInput,
  addChannelInputSchema,
  type ChangeChannelInput,
  type ChannelKind,
  type ChannelView,
  changeChannelInputSchema,
  channelKindSchema,
  subscribableKindSchema,
} from "@/shared/schemas/notice";

const valuesSchema = z.object({
  kind: channelKindSchema,
  label: z.string(),
  /** An e-mail address or the URL of a hook; never filled in from what is stored. */
  address: z.string(),
  /** Access token of an ntfy topic. */
  token: z.string(),
  kinds: z.array(subscribableKindSchema),
  quiet: z.boolean(),
  quietFrom: z.string(),
  quietTo: z.string(),
  timeZone: z.string(),
});

/** What stands in the form of a channel. */
export type ChannelValues = z.infer<typeof valuesSchema>;

/** The form as its parts see it. */
export interface ChannelFormProps {
  values: ChannelValues;
  errors: FieldErrors<ChannelValues>;
  set: <TKey extends keyof ChannelValues>(key: TKey, value: ChannelValues[TKey]) => void;
}

const FIELDS: Readonly<Record<string, keyof ChannelValues>> = {
  "target.url": "address",
  "target.to": "address",
  url: "address",
  to: "address",
  target: "address",
  "target.token": "token",
  quietHours: "quietFrom",
  "quietHours.from": "quietFrom",
  "quietHours.to": "quietTo",
  "quietHours.timeZone": "timeZone",
};

/** An empty form, or that of a channel with all but its address. */
export function channelValues(
  channel: ChannelView | null,
  kind: ChannelKind,
  timeZone: string,
): ChannelValues {
  const quietHours = channel?.quietHours ?? null;
  return {
    kind: channel?.kind ?? kind,
    label: channel?.label ?? "",
    address: "",
    token: "",
    kinds: [...(channel?.kinds ?? subscribableKindSchema.options)],
    quiet: quietHours !== null,
    quietFrom: quietHours?.from ?? "22:00",
    quietTo: quietHours?.to ?? "07:00",
    timeZone: quietHours?.timeZone ?? timeZone,
  };
}

/** The form's field for each field that a check or the server names. */
export function formFields(named: Readonly<Record<string, string>>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, text] of Object.entries(named)) fields[fieldOf(name)] ??= text;
  return fields;
}

function fieldOf(name: string): string {
  return FIELDS[name] ?? name.split(".", 1)[0] ?? name;
}

function targetOf({ kind, address, token }: ChannelValues): AddChannelInput["target"] {
  const trimmed = address.trim();
  if (kind === "email") return { kind, to: trimmed };
  if (kind !== "ntfy") return { kind, url: trimmed };
  return { kind, url: trimmed, ...(token.trim() === "" ? {} : { token: token.trim() }) };
}

function quietHoursOf({ quiet, quietFrom, quietTo, timeZone }: ChannelValues): AddChannelInput["quietHours"] {
  return quiet ? { from: quietFrom, to: quietTo, timeZone } : null;
}

function checked<TParsed>(
  parse: z.ZodType<TParsed>,
  input: unknown,
  ctx: z.RefinementCtx<ChannelValues>,
): TParsed {
  const parsed = parse.safeParse(input);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    ctx.addIssue({ code: "custom", path: [fieldOf(path.map(String).join("."))], message });
  }
  return z.NEVER;
}

/** Checks the form of a new channel and makes the request of it. */
export const addFormSchema = valuesSchema.superRefine(refuseEmptySpan).transform((values, ctx) => {
  const { label, kinds } = values;
  return checked(
    addChannelInputSchema,
    { label, kinds, target: targetOf(values), quietHours: quietHoursOf(values) },
    ctx,
  );
});

/** The same for a channel that exists: an empty address keeps the one that is stored. */
export function changeFormSchema(channelId: string): z.ZodType<ChangeChannelInput, ChannelValues> {
  return valuesSchema
    .superRefine(refuseEmptySpan)
    .superRefine(({ address, token }, ctx) => {
      if (address.trim() === "" && token.trim() !== "") {
        const message = "Enter the topic's address too: it is stored together with its token";
        ctx.addIssue({ code: "custom", path: ["address"], message });
      }
    })
    .transform((values, ctx) => {
      const { label, kinds } = values;
      const target = values.address.trim() === "" ? {} : { target: targetOf(values) };
      return checked(
        changeChannelInputSchema,
        { channelId, label, kinds, quietHours: quietHoursOf(values), ...target },
        ctx,
      );
    });
}

function refuseEmptySpan({ quiet, quietFrom, quietTo }: ChannelValues, ctx: z.RefinementCtx): void {
  if (!quiet || quietFrom !== quietTo) return;
  ctx.addIssue({ code: "custom", path: ["quietTo"], message: "Choose another time than the beginning" });
}
