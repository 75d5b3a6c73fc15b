import { z } from "zod";

const columnIdSchema = z.string().max(60);

const choicesSchema = z.object({
  sort: z.array(z.object({ id: columnIdSchema, desc: z.boolean() })).max(3),
  visible: z.record(columnIdSchema, z.boolean()),
  group: z.array(columnIdSchema).max(2),
});
/** How a person likes a grid: which columns, in what order of rows, put together by what. No data. */
export type GridChoices = z.infer<typeof choicesSchema>;

/**
 * The choices from their kept text, without columns that the grid does not have; null when there are none or
 * they can't be read.
 */
export function parseChoices(text: string | null, columnIds: readonly string[]): GridChoices | null {
  if (text === null) return null;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = choicesSchema.safeParse(data);
  if (!parsed.success) return null;
  const known = new Set(columnIds);
  return {
    sort: parsed.data.sort.filter(({ id }) => known.has(id)),
    visible: Object.fromEntries(Object.entries(parsed.data.visible).filter(([id]) => known.has(id))),
    group: parsed.data.group.filter((id) => known.has(id)),
  };
}

const keyOf = (gridId: string) => `wheelhouse.grid.${gridId}`;

/** What this browser remembers of a grid. A browser that keeps nothing is no trouble. */
export function readChoices(gridId: string, columnIds: readonly string[]): GridChoices | null {
  if (typeof window === "undefined") return null;
  try {
    return parseChoices(window.localStorage.getItem(keyOf(gridId)), columnIds);
  } catch {
    return null;
  }
}

/** Remembers the choices in this browser, where it allows it. */
export function keepChoices(gridId: string, choices: GridChoices): void {
  try {
    window.localStorage.setItem(keyOf(gridId), JSON.stringify(choices));
  } catch {
    // Storage is full or forbidden: the choice lasts as long as the page.
  }
}
