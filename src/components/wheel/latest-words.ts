/** Says that a long list is cut; nothing of one that is whole. */
export function latestWords(shown: number, all: number, things: string): string {
  return shown === all
    ? ""
    : `The latest ${shown.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} ${things}.`;
}
