import type { z } from "zod";
import { BrokerError } from "@/server/brokers/broker-error";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import {
  type CallNature,
  detailOf,
  type ParsedReply,
  refusal,
  unexpectedReply,
} from "@/server/brokers/robinhood/error-mapping";
import { retryAfterSeconds } from "@/server/brokers/robinhood/retry-after";
import type { HttpReply } from "@/server/http/http.port";
import { AppError } from "@/shared/app-error";
import type { Secret } from "@/shared/secret";

export interface RobinhoodCall extends CallNature {
  readonly method: "GET" | "POST" | "PATCH";
  readonly url: string;
  readonly route: string;
  /** Body of a POST as a form, or as JSON. */
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Only on data calls: a bearer on a login call makes Robinhood refuse it (protocol sheet 1.1). */
  readonly bearer?: Secret;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a call once. Gives any reply below 500 except 429; every other outcome is thrown as BrokerError. */
export async function exchange(ctx: RobinhoodContext, call: RobinhoodCall): Promise<ParsedReply> {
  const reply = await send(ctx, call);
  const parsed = { status: reply.status, headers: reply.headers, json: parseJson(reply.body) };
  if (reply.status === 429 || reply.status >= 500) throw refusal(call, parsed, ctx.clock.now());
  return parsed;
}

/** The body of a success, checked. Throws the refusal's BrokerError, or CONN_UNEXPECTED_REPLY. */
export function readReply<Schema extends z.ZodType>(
  ctx: RobinhoodContext,
  call: CallNature,
  reply: ParsedReply,
  schema: Schema,
): z.infer<Schema> {
  if (reply.status < 200 || reply.status >= 300) throw refusal(call, reply, ctx.clock.now());
  const parsed = schema.safeParse(reply.json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".")} (${issue.code})`);
  throw unexpectedReply(call, reply.status, issues.slice(0, 5).join(", "));
}

/** Sends a call and reads its success: {@link exchange}, then {@link readReply}. */
export async function request<Schema extends z.ZodType>(
  ctx: RobinhoodContext,
  call: RobinhoodCall,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return readReply(ctx, call, await exchange(ctx, call), schema);
}

async function send(ctx: RobinhoodContext, call: RobinhoodCall): Promise<HttpReply> {
  try {
    return await ctx.http.send({
      method: call.method,
      url: call.url,
      route: call.route,
      headers: headersOf(ctx, call),
      repeatable: call.safeToRepeat,
      retryAfterSeconds: (reply) =>
        retryAfterSeconds(reply.headers["retry-after"], detailOf(parseJson(reply.body)), ctx.clock.now()),
      ...bodyOf(call),
    });
  } catch (error) {
    throw new BrokerError(error instanceof AppError ? error.code : "API_UNEXPECTED", {
      cause: error,
      retryAfterSeconds: error instanceof AppError ? error.retryAfterSeconds : undefined,
      step: call.step,
      safeToRepeat: call.safeToRepeat,
      countsAgainstLogin: false,
    });
  }
}

function headersOf(ctx: RobinhoodContext, call: RobinhoodCall): Record<string, string> {
  return {
    accept: "*/*",
    "accept-language": "en-US,en;q=1",
    "x-robinhood-api-version": ctx.apiVersion,
    ...(call.form === undefined
      ? {}
      : { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }),
    ...(call.json === undefined ? {} : { "content-type": "application/json" }),
    ...(call.bearer === undefined ? {} : { authorization: `Bearer ${call.bearer.reveal()}` }),
    ...call.headers,
  };
}

function bodyOf(call: RobinhoodCall): { body?: string } {
  if (call.form !== undefined) return { body: new URLSearchParams(call.form).toString() };
  return call.json === undefined ? {} : { body: JSON.stringify(call.json) };
}

/** Undefined where it is not JSON. The parser's own error is dropped: it quotes the text, tokens included. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
