/** Gives everything else in this process its turn: between the slices of a long computation. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
