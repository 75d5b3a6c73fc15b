"use client";

import { useState } from "react";

/** Gives the earlier list as long as the new one holds the same things, so that what rests on it stays too. */
export function useSameList<T>(list: readonly T[]): readonly T[] {
  const [kept, keep] = useState(list);
  if (kept.length === list.length && kept.every((item, index) => item === list[index])) return kept;
  keep(list);
  return list;
}
