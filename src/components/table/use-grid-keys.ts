"use client";

import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";

interface GridKeysInput {
  /** The keys of the lines that can have the focus, from top to bottom. */
  lineKeys: readonly string[];
  /** Lines that fit in the window, for PageUp and PageDown. */
  pageSize: () => number;
  /** Brings a line into the window, so that it is drawn. */
  reveal: (key: string) => void;
  /** Enter. */
  onEnter: (key: string) => void;
  /** ArrowRight opens and ArrowLeft closes what a line can unfold; false when there is nothing to do. */
  onFold: (key: string, open: boolean) => boolean;
}

interface GridKeys {
  /** The one line that Tab leads to. */
  activeKey: string | null;
  activate: (key: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  /** Put on every line's element. */
  lineRef: (key: string) => (element: HTMLElement | null) => void;
}

/** Moves the focus along the lines of a grid with the keyboard; only one line is a stop of the Tab key. */
export function useGridKeys({ lineKeys, pageSize, reveal, onEnter, onFold }: GridKeysInput): GridKeys {
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const elements = useRef(new Map<string, HTMLElement>());
  const wanted = useRef<string | null>(null);
  const activeKey = chosenKey !== null && lineKeys.includes(chosenKey) ? chosenKey : (lineKeys[0] ?? null);

  const focusWanted = useCallback(() => {
    const element = wanted.current === null ? undefined : elements.current.get(wanted.current);
    if (element === undefined) return;
    wanted.current = null;
    element.focus({ preventScroll: true });
  }, []);
  useEffect(focusWanted);

  const lineRef = useCallback(
    (key: string) => (element: HTMLElement | null) => {
      if (element === null) elements.current.delete(key);
      else elements.current.set(key, element);
      focusWanted();
    },
    [focusWanted],
  );

  const moveTo = (index: number) => {
    const key = lineKeys[Math.max(0, Math.min(lineKeys.length - 1, index))];
    if (key === undefined) return;
    wanted.current = key;
    setChosenKey(key);
    reveal(key);
    focusWanted();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget && !isLine(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || activeKey === null) return;
    const at = lineKeys.indexOf(activeKey);
    const target: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: lineKeys.length - 1,
      PageDown: at + pageSize(),
      PageUp: at - pageSize(),
    };
    const next = target[event.key];
    if (next !== undefined) moveTo(next);
    else if (event.key === "Enter") onEnter(activeKey);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      if (!onFold(activeKey, event.key === "ArrowRight")) return;
    } else return;
    event.preventDefault();
  };

  return { activeKey, activate: setChosenKey, onKeyDown, lineRef };
}

function isLine(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.dataset["gridLine"] !== undefined;
}
