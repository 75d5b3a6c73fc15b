/** An ISO time as a `datetime-local` input wants it: the reader's own zone, minutes. */
export function toLocalInput(iso: string | null): string {
  if (iso === null) return "";
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The other way; an unfinished input is null. */
export function fromLocalInput(text: string): string | null {
  const milliseconds = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}
