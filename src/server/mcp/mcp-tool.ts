import { z } from "zod";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { Permission } from "@/shared/permissions";
import type { Scope } from "@/shared/schemas/api-token";

const MOST_FIELDS = 20;
const LONGEST_TEXT = 200;

/** What a tool gives: its view as the verb returned it, bounded, and what to know about it. */
interface ToolResult<View> {
  readonly view: View;
  /** How far the figures can be relied on. */
  readonly note: string;
  /** How many rows of which list are not in the view; only those of which there are any. */
  readonly leftOut?: Readonly<Record<string, number>>;
}

/** A tool as an assistant is told of it, and as the server calls it. */
export interface McpTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Listed and answered only where the person has this permission and the token this scope. */
  readonly permission: Permission;
  readonly scope: Scope;
  /** Changes something, here or at a broker. */
  readonly isWrite: boolean;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /** Throws VALIDATION_INVALID_INPUT that names the wrong fields, else what the verb throws. */
  run(ctx: ServiceContext, given: unknown): Promise<Record<string, unknown> & { readonly note: string }>;
}

interface ToolDefinition<Input extends z.ZodObject, View extends z.ZodObject>
  extends Omit<McpTool, "input" | "output" | "run" | "isWrite"> {
  /** Default: false. */
  readonly isWrite?: boolean;
  /** A `z.strictObject` with every text bounded. */
  readonly input: Input;
  /** What is answered beside the note; anything else that the verb returns is dropped. */
  readonly view: View;
  run(ctx: ServiceContext, input: z.output<Input>): Promise<ToolResult<z.input<View>>>;
}

const toldShape = {
  note: z.string().describe("How far the figures can be relied on, and what is left out. Read this first."),
  leftOut: z.record(z.string(), z.int()).describe("How many rows of each list are not in this answer"),
};

/** A tool from its schemas and the verb behind it. */
export function mcpTool<Input extends z.ZodObject, View extends z.ZodObject>(
  definition: ToolDefinition<Input, View>,
): McpTool {
  const { input, view, isWrite = false, run, ...rest } = definition;
  return {
    ...rest,
    isWrite,
    input,
    output: z.object({ ...toldShape, ...view.shape }),
    run: async (ctx, given) => {
      const parsed = input.safeParse(given);
      if (!parsed.success) {
        throw new AppError("VALIDATION_INVALID_INPUT", undefined, { fields: fieldsOf(parsed.error) });
      }
      requireText(parsed.data);
      const result = await run(ctx, parsed.data);
      const leftOut = result.leftOut ?? {};
      const note = [result.note, ...leftOutLines(leftOut)].join("\n");
      return { note, leftOut, ...view.parse(result.view) };
    },
  };
}

/** Control characters and halves of characters are in no name of anything, and not every database takes them. */
const NO_TEXT = /[\p{Cc}\p{Cs}]/u;

function requireText(input: Readonly<Record<string, unknown>>): void {
  const fields = Object.entries(input)
    .filter(([, value]) => [value].flat().some((text) => typeof text === "string" && NO_TEXT.test(text)))
    .map(([name]) => [name, "It holds characters that are no text"] as const);
  if (fields.length === 0) return;
  throw new AppError("VALIDATION_INVALID_INPUT", undefined, { fields: Object.fromEntries(fields) });
}

function leftOutLines(leftOut: Readonly<Record<string, number>>): string[] {
  const told = Object.entries(leftOut).map(([name, count]) => `${count} of ${name}`);
  return told.length === 0
    ? []
    : [`Left out here: ${told.join(", ")}. Say so, or ask for them with other filters, limit or offset.`];
}

/** The first problem of each field by its path, names that are not known included. Never a value. */
function fieldsOf(error: z.ZodError): Record<string, string> {
  const problems = error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    return issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [[...path, key].join("."), "There is no such field"] as const)
      : [[path.join(".") || "arguments", issue.message] as const];
  });
  const short = problems.map(
    ([name, problem]) => [name.slice(0, LONGEST_TEXT), problem.slice(0, LONGEST_TEXT)] as const,
  );
  return Object.fromEntries(short.slice(0, MOST_FIELDS).toReversed());
}
