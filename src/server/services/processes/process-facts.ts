/** What a process of the install knows of itself from its start. */
export interface ProcessFacts {
  readonly id: string;
  readonly kind: "web" | "cli";
  readonly host: string;
  readonly pid: number;
  /** Fingerprints of the master keys that it holds now, the one it writes with first. */
  readonly masterKeys: readonly string[];
}
