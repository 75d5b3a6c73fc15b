import ipaddr from "ipaddr.js";
import {
  ACCOUNT_RULE,
  ADDRESS_RULE,
  type Counter,
  type ThrottleRule,
} from "@/server/services/app-sessions/attempt-throttle";
import type { ServiceContext } from "@/server/services/service-context";

type CounterContext = Pick<ServiceContext, "cipher" | "request">;

/** Counts tries of one kind (`sign_in`, `setup`, `invitation`) by the client's address. */
export function addressCounter(
  ctx: CounterContext,
  purpose: string,
  rule: ThrottleRule = ADDRESS_RULE,
): Counter {
  return counter(ctx, "address", `${purpose} ${addressGroup(ctx.request.ipAddress)}`, rule);
}

/** Counts sign-ins with one e-mail from browsers that are not known, whether there is such a person or not. */
export function accountCounter(ctx: CounterContext, email: string): Counter {
  return counter(ctx, "account", email, ACCOUNT_RULE);
}

/** Counts sign-ins from one browser that has signed in as this person before. */
export function deviceCounter(ctx: CounterContext, email: string, deviceId: string): Counter {
  return counter(ctx, "device", `${deviceId} ${email}`, ACCOUNT_RULE);
}

/** Counts wrong passwords of a person who is signed in. */
export function confirmationCounter(ctx: CounterContext, userId: string): Counter {
  return counter(ctx, "confirmation", userId, ACCOUNT_RULE);
}

function counter(ctx: CounterContext, by: string, value: string, rule: ThrottleRule): Counter {
  return { key: ctx.cipher.fingerprint("throttle", `${by} ${value}`), by, rule };
}

/** An IPv6 network of 64 bits belongs to one customer, who can use any address in it. */
function addressGroup(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  return parsed.kind() === "ipv4"
    ? parsed.toString()
    : parsed.toNormalizedString().split(":").slice(0, 4).join(":");
}
