"use client";

import { type RefObject, useEffectEvent, useLayoutEffect, useRef } from "react";

/**
 * Takes over what was typed, or filled in by a password manager, before the page's scripts were there. Gives the
 * ref of an element around the one field whose text is `value`.
 */
export function useEarlyText(
  value: string,
  onValueChange: (value: string) => void,
): RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null);
  const adopt = useEffectEvent(() => {
    const typed =
      frame.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea")?.value ?? value;
    if (typed !== value) onValueChange(typed);
  });
  useLayoutEffect(() => adopt(), []);
  return frame;
}
