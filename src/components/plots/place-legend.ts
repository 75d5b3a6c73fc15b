const ROW_HEIGHT = 20;
/** Mark and gaps beside the words. */
const AROUND = 38;
/** Mean width of a letter at 12 pixels; a little too wide rather than too narrow. */
const LETTER = 6.6;

interface PlacedLegend {
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly height: number;
}

/** Sets the keys of a plot side by side, in as many rows as its width asks for. Pixels. */
export function placeLegend(labels: readonly string[], width: number): PlacedLegend {
  let x = 0;
  let row = 0;
  const places = labels.map((label) => {
    const own = AROUND + label.length * LETTER;
    if (x > 0 && x + own > width) {
      x = 0;
      row += 1;
    }
    const place = { x, y: row * ROW_HEIGHT };
    x += own;
    return place;
  });
  return { places, height: labels.length === 0 ? 0 : (row + 1) * ROW_HEIGHT + 8 };
}
