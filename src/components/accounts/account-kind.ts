const SPELLINGS: Readonly<Record<string, string>> = { ira: "IRA", roth: "Roth", sep: "SEP", ros: "ROS" };

/** A broker's word for the kind of an account as people read it: `ira_roth` becomes `IRA Roth`. */
export function accountKindLabel(kind: string): string {
  return kind
    .split(/[_\s]+/)
    .map((word) => SPELLINGS[word.toLowerCase()] ?? word)
    .join(" ");
}
