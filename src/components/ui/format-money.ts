/** Signs and digits of an amount, rounded half away from zero, without a float on the way. */
export interface MoneyText {
  sign: "" | "−" | "+";
  digits: string;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * `-1234567.891` → `−`, `1,234,567.89`. Zero has no sign. Returns null for a text that is not a decimal.
 */
export function formatMoney(value: string, decimals = 2, showPlus = false): MoneyText | null {
  const match = DECIMAL.exec(value);
  if (match === null) return null;
  const [, minus = "", whole = "0", fraction = ""] = match;
  const kept = fraction.slice(0, decimals).padEnd(decimals, "0");
  let units = BigInt(whole + kept);
  if ((fraction[decimals] ?? "0") >= "5") units += 1n;
  const text = units.toString().padStart(decimals + 1, "0");
  const grouped = text.slice(0, text.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
  const digits = decimals === 0 ? grouped : `${grouped}.${text.slice(-decimals)}`;
  if (units === 0n) return { sign: "", digits };
  return { sign: minus === "-" ? "−" : showPlus ? "+" : "", digits };
}
