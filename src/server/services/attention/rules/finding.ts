import type { Finding } from "@/server/services/attention/attention-facts";
import type { BesideWheel, OpenShort, WheelCycle } from "@/shared/schemas/wheel";

type Said = Pick<Finding, "rule" | "severity" | "facts"> & Partial<Pick<Finding, "dueDay">>;

/** A finding about an open short option of a cycle. A change of severity or quantity changes its stance. */
export function ofShort(cycle: WheelCycle, short: OpenShort, said: Said, stance = ""): Finding {
  return {
    ...ofCycle(cycle, said, ""),
    key: `${said.rule}:${cycle.connectionId}:${cycle.accountId}:${short.option.contractId}`,
    option: short.option,
    dueDay: said.dueDay === undefined ? short.option.expiration : said.dueDay,
    stance: [said.severity, short.quantity, stance].filter((part) => part !== "").join(":"),
  };
}

/** A finding about a cycle as a whole. */
export function ofCycle(cycle: WheelCycle, said: Said, stance: string): Finding {
  return {
    key: `${said.rule}:${cycle.cycleId}`,
    rule: said.rule,
    severity: said.severity,
    connectionId: cycle.connectionId,
    label: cycle.label,
    account: { accountId: cycle.accountId, maskedNumber: cycle.maskedNumber },
    underlying: cycle.underlying,
    option: null,
    cycleId: cycle.cycleId,
    facts: said.facts,
    stance,
    dueDay: said.dueDay ?? null,
  };
}

/** A finding about an option outside of a wheel. */
export function ofBeside(held: BesideWheel, said: Said): Finding {
  return {
    key: `${said.rule}:beside:${held.connectionId}:${held.accountId}:${held.option.contractId}`,
    rule: said.rule,
    severity: said.severity,
    connectionId: held.connectionId,
    label: held.label,
    account: { accountId: held.accountId, maskedNumber: held.maskedNumber },
    underlying: held.underlying,
    option: held.option,
    cycleId: null,
    facts: said.facts,
    stance: `${said.severity}:${held.quantity}`,
    dueDay: held.option.expiration,
  };
}
