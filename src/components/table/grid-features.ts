import {
  columnFacetingFeature,
  columnFilteringFeature,
  columnGroupingFeature,
  columnVisibilityFeature,
  constructFilterFn,
  constructSortFn,
  createExpandedRowModel,
  createFacetedRowModel,
  createFacetedUniqueValues,
  createFilteredRowModel,
  createGroupedRowModel,
  createSortedRowModel,
  rowAggregationFeature,
  rowExpandingFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import { Exact } from "@/components/table/exact-decimal";

const WORDS = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Compares decimal strings by what they are worth: `-10` before `9`, `1.50` equal to `1.5`. */
export function compareDecimals(a: string, b: string): number {
  // Rounding to a float keeps the order, so that only those that round to the same need to be looked at exactly.
  return Number(a) - Number(b) || (a === b ? 0 : new Exact(a).comparedTo(b));
}

/** Compares words as people do: `put` beside `Put`, `Account 2` before `Account 10`. */
export function compareWords(a: string, b: string): number {
  return WORDS.compare(a, b);
}

/** Whether a text holds every word of a search, in any order. The text is in small letters already. */
export function holdsEveryWord(text: string, search: string): boolean {
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What every data grid can do. Values that are not known are undefined, and come last either way. */
export const gridFeatures = tableFeatures({
  columnFilteringFeature,
  columnFacetingFeature,
  columnGroupingFeature,
  columnVisibilityFeature,
  rowAggregationFeature,
  rowExpandingFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  facetedRowModel: createFacetedRowModel(),
  facetedUniqueValues: createFacetedUniqueValues(),
  groupedRowModel: createGroupedRowModel(),
  sortedRowModel: createSortedRowModel(),
  expandedRowModel: createExpandedRowModel(),
  sortFns: {
    decimal: constructSortFn({ sort: compareDecimals }),
    text: constructSortFn({ sort: compareWords }),
  },
  filterFns: {
    oneOf: constructFilterFn({
      filter: (value: string | undefined, chosen: readonly string[]) => chosen.includes(value ?? ""),
      autoRemove: (chosen: readonly string[] | undefined) => chosen === undefined || chosen.length === 0,
    }),
    everyWord: constructFilterFn({
      filter: (text: string, search: string) => holdsEveryWord(text, search),
      autoRemove: (search: string | undefined) => search === undefined || search.trim() === "",
    }),
  },
});

export type GridFeatures = typeof gridFeatures;
