/** Colours for the words that already say it: nothing is told by colour alone. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  quiet(text: string): string;
  strong(text: string): string;
}

const wrap = (open: number, close: number) => (text: string) => `\u001b[${open}m${text}\u001b[${close}m`;
const asItIs = (text: string) => text;

const COLOURED: Style = {
  good: wrap(32, 39),
  bad: wrap(31, 39),
  warn: wrap(33, 39),
  quiet: wrap(2, 22),
  strong: wrap(1, 22),
};

const PLAIN: Style = { good: asItIs, bad: asItIs, warn: asItIs, quiet: asItIs, strong: asItIs };

/** The style of a terminal. */
export function styleOf(terminal: { readonly hasColour: boolean }): Style {
  return terminal.hasColour ? COLOURED : PLAIN;
}
