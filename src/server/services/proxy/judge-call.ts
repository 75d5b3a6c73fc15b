import type { HttpMethod } from "@/server/http/http.port";
import { isProxyQuery, type ProxyPath, readProxyPath } from "@/server/services/proxy/proxy-path";
import type { ConnectionAccess, ProxyRules } from "@/shared/schemas/broker";

/** What a program asks to be passed on, as it came. */
export interface AskedCall {
  readonly host: string;
  readonly method: HttpMethod;
  /** Without its first slash. */
  readonly path: string;
  readonly query: string;
}

/** What the judgement goes by. */
export interface ProxyTerms {
  readonly rules: ProxyRules | null;
  readonly access: ConnectionAccess;
  /** False for a token that is limited to accounts: what comes back can't be told by account. */
  readonly allAccounts: boolean;
}

/** Why a call is not let through, each with the sentence for whoever wrote the program. */
export const PROXY_REFUSALS = {
  not_offered: "Calls to this broker can't be passed on",
  limited_to_accounts:
    "A token that is limited to accounts can't call the broker: answers can't be told by account",
  unknown_host: "The host is not one of those that the broker's description names",
  method: "The method is not allowed at this broker",
  malformed:
    "The path or the query is not plain: no dots for parts, no encoded slashes, no control characters",
  refused_path: "This path is never let through: it logs in or out, changes the login, or moves money",
  reads_only: "The connection only reads. Its owner can change its access to trading",
  not_writable: "Only GET and HEAD are let through at this path",
} as const;
export type ProxyRefusal = keyof typeof PROXY_REFUSALS;

export type Judgement =
  | { readonly kind: "passes"; readonly path: ProxyPath }
  | { readonly kind: "refused"; readonly reason: ProxyRefusal };

/** Whether the method only reads. */
export function isRead(method: HttpMethod): boolean {
  return method === "GET" || method === "HEAD";
}

/** Whether a call may go to the broker. Pure; nothing is let through that no rule names. */
export function judgeCall({ rules, access, allAccounts }: ProxyTerms, call: AskedCall): Judgement {
  const refused = (reason: ProxyRefusal) => ({ kind: "refused", reason }) as const;
  if (rules === null) return refused("not_offered");
  if (!allAccounts) return refused("limited_to_accounts");
  if (!rules.hosts.some(({ name }) => name === call.host)) return refused("unknown_host");
  if (!rules.methods.includes(call.method)) return refused("method");
  const path = readProxyPath(call.path);
  if (path === null || !isProxyQuery(call.query)) return refused("malformed");
  if (beginsWithOneOf(path, rules.refusedPaths)) return refused("refused_path");
  if (!isRead(call.method)) {
    if (access !== "trading") return refused("reads_only");
    if (!beginsWithOneOf(path, rules.writablePaths)) return refused("not_writable");
  }
  return { kind: "passes", path };
}

function beginsWithOneOf({ segments }: ProxyPath, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) =>
    beginning
      .slice(1)
      .split("/")
      .every((part, index) => segments[index] === part),
  );
}
