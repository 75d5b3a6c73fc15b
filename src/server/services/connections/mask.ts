/** An account number with all but its last four characters hidden, such as `••••2345`. */
export function maskAccountNumber(number: string): string {
  return `••••${number.slice(-4)}`;
}

/** A login name that its owner recognises and nobody else can use: `a•••@example.com`, `jo•••`. */
export function maskLoginName(name: string): string {
  const at = name.lastIndexOf("@");
  return at > 0 ? `${name.slice(0, 1)}•••${name.slice(at)}` : `${name.slice(0, 2)}•••`;
}
