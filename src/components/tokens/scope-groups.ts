import type { Scope } from "@/shared/schemas/api-token";

interface ScopeGroup {
  readonly title: string;
  /** What it means to give one of them away. */
  readonly meaning: string;
  readonly scopes: readonly Scope[];
}

/** The scopes as a person weighs them: from looking on to holding the session. */
export const SCOPE_GROUPS: readonly ScopeGroup[] = [
  {
    title: "Look at what is yours",
    meaning: "Nothing can be changed with these.",
    scopes: [
      "read:connections",
      "read:account",
      "read:positions",
      "read:options",
      "read:orders",
      "read:wheel",
      "read:attention",
      "read:audit",
    ],
  },
  {
    title: "Do things in Wheelhouse",
    meaning: "Nothing at the broker changes but the session.",
    scopes: ["write:attention", "session:refresh"],
  },
  {
    title: "Call the broker through Wheelhouse",
    meaning: "Wheelhouse adds the session to each call; the program never holds it.",
    scopes: ["session:proxy", "session:proxy_write"],
  },
  {
    title: "Hold the broker session",
    meaning: "The program gets the broker's own token. What it does with it then, Wheelhouse can't see.",
    scopes: ["session:lease", "session:lease_full"],
  },
];

/** Scopes with which a program can trade. */
export const GRAVE_SCOPES: readonly Scope[] = ["session:proxy_write", "session:lease_full"];

/** The groups with what the person may give; a group of nothing is left out. */
export function offeredGroups(scopes: readonly Scope[]): ScopeGroup[] {
  return SCOPE_GROUPS.map((group) => ({
    ...group,
    scopes: group.scopes.filter((scope) => scopes.includes(scope)),
  })).filter((group) => group.scopes.length > 0);
}
