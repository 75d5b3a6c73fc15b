/** What became of writing a login's answer: `written`, or why the answer must be dropped. */
export type Settled = "written" | "superseded" | "other_account" | "no_second_factor";
