/** Where a command writes: one call a line. */
export interface Terminal {
  out(line: string): void;
  error(line: string): void;
}

/** 0: done. 1: it could not be done. 2: it was asked for wrongly. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  readonly summary: string;
  /** Throws an error whose message is one sentence for the person, with the remedy. */
  run(parameters: readonly string[], terminal: Terminal): Promise<ExitCode>;
}
