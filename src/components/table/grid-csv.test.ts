import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { GridColumn } from "@/components/table/grid-column";
import { csvFileName, gridCsv } from "@/components/table/grid-csv";

interface Row {
  label: string;
  value: string | null;
}

const COLUMNS: readonly GridColumn<Row>[] = [
  { id: "label", header: "Label", sorts: "text", value: (row) => row.label, cell: () => null, widthPx: 1 },
  { id: "value", header: "Value", sorts: "decimal", value: (row) => row.value, cell: () => null, widthPx: 1 },
];

function cells(rows: readonly Row[]): string[][] {
  return Papa.parse<string[]>(gridCsv(COLUMNS, rows).slice(1)).data;
}

describe("CSV", () => {
  it.each([
    '=HYPERLINK("http://example.com","x")',
    "+1+1",
    "-2+3",
    "-1e5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
  ])("makes a text of the formula %j", (label) => {
    expect(cells([{ label, value: null }])[1]?.[0]).toBe(`'${label}`);
  });

  it("leaves decimals as they are, negative ones too, with all their digits", () => {
    const values = ["-12.50", "0.000000000001", "12345678901234567890.10"];
    expect(cells(values.map((value) => ({ label: "x", value }))).map((row) => row[1])).toEqual([
      "Value",
      ...values,
    ]);
  });

  it("keeps commas, quotes and line breaks inside a cell, and says nothing where nothing is known", () => {
    expect(cells([{ label: 'a, "b"\nc', value: null }])[1]).toEqual(['a, "b"\nc', ""]);
  });

  it("begins with the mark that says UTF-8 and ends lines as RFC 4180 says", () => {
    expect(gridCsv(COLUMNS, [{ label: "••••1234", value: "1" }])).toBe("\uFEFFLabel,Value\r\n••••1234,1");
  });

  it("says a value in the words of the page", () => {
    const [column] = COLUMNS;
    if (column === undefined) throw new Error("There is a column.");
    const worded = { ...column, label: (value: string) => value.toUpperCase() };
    expect(gridCsv([worded], [{ label: "put", value: null }])).toContain("PUT");
  });
});

it("names the file after what it holds and the day", () => {
  expect(csvFileName("positions", new Date(2026, 0, 5, 23, 59))).toBe("wheelhouse-positions-2026-01-05.csv");
});
