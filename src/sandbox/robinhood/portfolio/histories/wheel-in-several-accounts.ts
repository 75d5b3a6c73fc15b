import type { Script } from "./script";

/** SOFI-2: assigned, a call expired, and all of the shares covered now. */
export function writeCovered(script: Script): void {
  const { ledger } = script;
  ledger.deposit(12_000);
  const put = script.put("SOFI", 17, -10);
  script.sellToOpen(put, 2, "0.72", script.on(-14, "mon"));
  ledger.assign(put);
  const expired = script.call("SOFI", "17.5", -5);
  script.sellToOpen(expired, 2, "0.55", script.on(-9, "mon"));
  ledger.expire(expired);
  const now = script.mark(script.call("SOFI", 18, 2), "0.21");
  script.sellToOpen(now, 2, "0.48", script.on(-4, "tue"));
}

/** SOFI-3: puts of a retirement account, secured by its cash. */
export function writeSecured(script: Script): void {
  script.ledger.deposit(9_000);
  const puts = script.mark(script.put("SOFI", 16, 3), "0.31");
  script.sellToOpen(puts, 3, "0.44", script.on(-3, "wed"));
}

/** SOFI-4 (called away long ago) and SOFI-5 (a put open now). */
export function writeAgain(script: Script): void {
  const { ledger } = script;
  ledger.deposit(4_000);
  const put = script.put("SOFI", 15, -36);
  script.sellToOpen(put, 1, "0.50", script.on(-40, "mon"));
  ledger.assign(put);
  const away = script.call("SOFI", "15.5", -31);
  script.sellToOpen(away, 1, "0.45", script.on(-35, "mon"));
  ledger.assign(away);
  const now = script.mark(script.put("SOFI", "16.5", 1), "0.14");
  script.sellToOpen(now, 1, "0.62", script.on(-2, "mon"));
}
