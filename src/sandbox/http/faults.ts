import { z } from "zod";
import type { SeededRandom } from "../seeded-random";

/** What can be made to go wrong. The last four are judged by the challenge itself, the others by the server. */
export const faultKinds = [
  "delay",
  "hang",
  "reset-before",
  "reset-after",
  "reset-during",
  "status",
  "html",
  "truncated",
  "wrong-types",
  "empty",
  "wrong-code",
  "late-code",
  "deny-prompt",
  "expire-prompt",
] as const;

export type FaultKind = (typeof faultKinds)[number];
export type ChallengeFaultKind = "wrong-code" | "late-code" | "deny-prompt" | "expire-prompt";

export const faultRuleSchema = z.strictObject({
  kind: z.enum(faultKinds),
  method: z.string().max(10).toUpperCase().optional(),
  /** A path, in which `*` stands for any characters. */
  path: z.string().max(200).optional(),
  person: z.string().max(40).optional(),
  grant: z.string().max(40).optional(),
  /** How many requests it strikes; without it, every one. */
  count: z.coerce.number().int().min(1).max(1_000_000).optional(),
  /** How many matching requests it lets pass first. */
  skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
  probability: z.coerce.number().min(0).max(1).default(1),
  delayMs: z.coerce.number().int().min(0).max(600_000).default(0),
  jitterMs: z.coerce.number().int().min(0).max(600_000).default(0),
  /** The status of a fault of kind `status` (500 without it) or `html` (200 without it). */
  status: z.coerce.number().int().min(200).max(599).optional(),
  /** Adds a `Retry-After` header to a fault of kind `status`. */
  retryAfterSeconds: z.coerce.number().int().min(0).max(86_400).optional(),
});

export type FaultRule = z.infer<typeof faultRuleSchema>;

export interface FaultTarget {
  method: string;
  path: string;
  person: string | null;
  grant: string | null;
}

export interface ArmedFault extends FaultRule {
  id: string;
  /** How many requests it has struck. */
  struck: number;
}

interface Held extends ArmedFault {
  seen: number;
}

/** The faults that are armed, in the order in which they were added. */
export class FaultList {
  #held: Held[] = [];
  #next = 1;
  readonly #random: () => SeededRandom;

  constructor(random: () => SeededRandom) {
    this.#random = random;
  }

  add(rule: FaultRule): ArmedFault {
    const held: Held = { ...rule, id: `fault-${this.#next}`, struck: 0, seen: 0 };
    this.#next += 1;
    this.#held.push(held);
    return view(held);
  }

  list(): ArmedFault[] {
    return this.#held.map(view);
  }

  remove(id: string): boolean {
    const before = this.#held.length;
    this.#held = this.#held.filter((fault) => fault.id !== id);
    return this.#held.length < before;
  }

  clear(): void {
    this.#held = [];
    this.#next = 1;
  }

  /** The first fault of one of these kinds that strikes the request; it is counted as used. */
  strike(kinds: readonly FaultKind[], target: FaultTarget): ArmedFault | null {
    for (const fault of this.#held) {
      if (kinds.includes(fault.kind) && matches(fault, target) && this.#hits(fault)) return view(fault);
    }
    return null;
  }

  /** A number from 0 to 1 for this strike of the fault. */
  draw(fault: ArmedFault): number {
    return this.#random().fraction("jitter", fault.id, fault.struck);
  }

  #hits(fault: Held): boolean {
    if (fault.count !== undefined && fault.struck >= fault.count) return false;
    fault.seen += 1;
    if (fault.seen <= fault.skip) return false;
    if (this.#random().fraction("fault", fault.id, fault.seen) >= fault.probability) return false;
    fault.struck += 1;
    return true;
  }
}

function view({ seen: _seen, ...fault }: Held): ArmedFault {
  return fault;
}

function matches(fault: FaultRule, target: FaultTarget): boolean {
  return (
    (fault.method === undefined || fault.method === target.method) &&
    (fault.person === undefined || fault.person === target.person) &&
    (fault.grant === undefined || fault.grant === target.grant) &&
    (fault.path === undefined || matchesPath(fault.path, target.path))
  );
}

function matchesPath(pattern: string, path: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(path);
}
