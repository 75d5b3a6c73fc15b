import { z } from "zod";
import { Secret } from "@/shared/secret";
import { SENTENCE, type Setting, type SettingFacts } from "@/shared/settings/setting";

type Given<Initially extends string | null> = SettingFacts & { readonly initially: Initially };

/** A whole number within bounds. `tooSmall` is a sentence of its own for values below the smallest. */
export function integer<const Initially extends string | null>(
  given: Given<Initially> & {
    readonly min: number;
    readonly max: number;
    readonly unit?: string;
    readonly tooSmall?: string;
  },
): Setting<number, Initially> {
  const { min, max, unit = null, tooSmall, ...facts } = given;
  const wanted = `a whole number from ${min} to ${max}`;
  const schema = z
    .string()
    .trim()
    .regex(/^-?\d{1,10}$/, wanted)
    .transform(Number)
    .refine((value) => value >= min, tooSmall === undefined ? wanted : `${SENTENCE}${tooSmall}`)
    .refine((value) => value <= max, wanted);
  return { ...facts, form: { kind: "integer", min, max, unit }, schema };
}

/** One of some words. `wrong` is a sentence of its own for all others. */
export function choice<const Initially extends string | null, const Option extends string>(
  given: Given<Initially> & { readonly options: readonly Option[]; readonly wrong?: string },
): Setting<Option, Initially> {
  const { options, wrong, ...facts } = given;
  const message = wrong === undefined ? `one of ${options.join(", ")}` : `${SENTENCE}${wrong}`;
  const schema = z
    .string()
    .trim()
    .refine((text): text is Option => options.some((option) => option === text), message);
  return { ...facts, form: { kind: "choice", options }, schema };
}

/** `true` or `false`. */
export function onOff<const Initially extends string | null>(
  given: Given<Initially>,
): Setting<boolean, Initially> {
  const schema = z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(["true", "false"], "true or false"))
    .transform((text) => text === "true");
  return { ...given, form: { kind: "switch" }, schema };
}

/** Text of one line. */
export function text<const Initially extends string | null, Value = string>(
  given: Given<Initially> & { readonly schema: z.ZodType<Value, string> },
): Setting<Value, Initially> {
  return { ...given, form: { kind: "text" } };
}

/** Entries with commas between them. */
export function list<const Initially extends string | null>(
  given: Given<Initially> & { readonly schema: z.ZodType<readonly string[], string> },
): Setting<readonly string[], Initially> {
  return { ...given, form: { kind: "list" } };
}

/** Something that is never shown; it has no default, no place in a file, and is set by the operator alone. */
export function secret(
  given: Omit<SettingFacts, "yaml" | "scope"> & { readonly schema: z.ZodType<string, string> },
): Setting<Secret, null> {
  const { schema, ...facts } = given;
  return {
    ...facts,
    yaml: null,
    scope: "operator",
    form: { kind: "secret" },
    initially: null,
    schema: schema.transform((value) => new Secret(value)),
  };
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["KB", 1024],
  ["MB", 1024 ** 2],
  ["GB", 1024 ** 3],
]);

/** A size such as `100MB`, in bytes; the units are powers of 1024. */
export function size<const Initially extends string | null>(
  given: Given<Initially> & { readonly minBytes: number; readonly wanted: string },
): Setting<number, Initially> {
  const { minBytes, wanted, ...facts } = given;
  const schema = z
    .string()
    .trim()
    .regex(/^\d{1,6} ?[KMG]B$/i, wanted)
    .transform((given) => Number.parseInt(given, 10) * (UNITS.get(given.slice(-2).toUpperCase()) ?? 0))
    .refine((bytes) => bytes >= minBytes, wanted);
  return { ...facts, form: { kind: "size" }, schema };
}
