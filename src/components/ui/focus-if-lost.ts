/**
 * Gives the focus a new place when what had it has left the page, so that the keyboard's place is not lost. Waits
 * until the page has settled; a focus that somebody set meanwhile is kept.
 */
export function focusIfLost(next: () => HTMLElement | null): void {
  setTimeout(() => {
    if (document.activeElement === document.body) next()?.focus();
  });
}
