import type { PositionRow } from "@/components/positions/position-row";

/** `stock`, or the right of an option; `option` where the contract is not known. */
export function kindOf({ position }: PositionRow): "stock" | "call" | "put" | "option" {
  return position.kind === "stock" ? "stock" : (position.option?.right ?? "option");
}
