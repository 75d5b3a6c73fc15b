import { type RefObject, useEffect, useRef } from "react";

/**
 * Gives focus to an element when a key changes after the first drawing, so that the keyboard lands on what is
 * new. The element needs `tabIndex={-1}` unless it takes focus by itself.
 */
export function useFocusOnChange<TElement extends HTMLElement>(key: string): RefObject<TElement | null> {
  const element = useRef<TElement>(null);
  const previous = useRef(key);
  useEffect(() => {
    if (previous.current === key) return;
    previous.current = key;
    // What the person is using keeps the focus; it is lost only when its element went away.
    if (document.activeElement === null || document.activeElement === document.body) element.current?.focus();
  }, [key]);
  return element;
}
