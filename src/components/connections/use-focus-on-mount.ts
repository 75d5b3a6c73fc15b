import { type RefObject, useEffect, useRef } from "react";

/** Gives focus to an element when it appears: a code field that the person has been waiting for. */
export function useFocusOnMount<TElement extends HTMLElement>(): RefObject<TElement | null> {
  const element = useRef<TElement>(null);
  useEffect(() => {
    element.current?.focus();
  }, []);
  return element;
}
