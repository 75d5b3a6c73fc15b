/** Every so many-th of the ticks, so that each has at least its pixels; counted from the last, which stays. */
export function thinTicks<TTick>(ticks: readonly TTick[], width: number, pixelsEach: number): TTick[] {
  const step = Math.max(1, Math.ceil((ticks.length * pixelsEach) / Math.max(1, width)));
  return ticks.filter((_, index) => (ticks.length - 1 - index) % step === 0);
}
