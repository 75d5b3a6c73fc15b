"use client";

import type { RowData } from "@tanstack/react-table";
import { Group } from "lucide-react";
import type { GridColumn } from "@/components/table/grid-column";
import type { GridTable } from "@/components/table/use-grid-table";
import { Button } from "@/components/ui/button";
import { Menu, MenuChoices } from "@/components/ui/menu";

interface GroupChoiceProps<TRow extends RowData> {
  table: GridTable<TRow>;
  columns: readonly GridColumn<TRow>[];
}

/** Puts rows together by the values of a column, with a subtotal for each. */
export function GroupChoice<TRow extends RowData>({ table, columns }: GroupChoiceProps<TRow>) {
  const groupable = columns.filter((column) => column.groups === true);
  if (groupable.length === 0) return null;
  const current = groupable.find(({ id }) => id === table.state.grouping[0]);
  return (
    <div className="relative">
      <Menu
        trigger={
          <Button icon={<Group aria-hidden className="size-4" />}>
            {current === undefined ? "Group" : `By ${current.header.toLowerCase()}`}
          </Button>
        }
      >
        <MenuChoices
          label="Group by"
          value={current?.id ?? ""}
          options={[
            { value: "", label: "Nothing" },
            ...groupable.map(({ id, header }) => ({ value: id, label: header })),
          ]}
          onValueChange={(id) => table.setGrouping(id === "" ? [] : [id])}
        />
      </Menu>
    </div>
  );
}
