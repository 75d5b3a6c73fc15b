"use client";

import { ChevronDown } from "lucide-react";
import { ORDER_LOOKS } from "@/components/orders/order-status";
import { Button } from "@/components/ui/button";
import { Menu, MenuChoices } from "@/components/ui/menu";
import { type OrderStatus, orderStatusSchema } from "@/shared/schemas/trading";

const STATUSES = orderStatusSchema.options;

interface StatusFilterProps {
  status: OrderStatus | null;
  onChange: (status: OrderStatus | null) => void;
}

/** Orders of one status, asked of the broker, so that older ones of it are found too. */
export function StatusFilter({ status, onChange }: StatusFilterProps) {
  return (
    <div className="relative">
      <Menu
        align="start"
        trigger={
          <Button tone={status === null ? "secondary" : "chosen"}>
            Status
            {status !== null && <span className="font-normal">{ORDER_LOOKS[status].word}</span>}
            <ChevronDown aria-hidden className="size-4 text-ink-soft" />
          </Button>
        }
      >
        <MenuChoices
          label="Status"
          value={status ?? "all"}
          options={[
            { value: "all", label: "All orders" },
            ...STATUSES.map((value) => ({ value, label: ORDER_LOOKS[value].word })),
          ]}
          onValueChange={(value) => onChange(STATUSES.find((known) => known === value) ?? null)}
        />
      </Menu>
    </div>
  );
}
