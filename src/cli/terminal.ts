/** Where a command reads and writes. Results go to `out`, everything else to `error`. */
export interface Terminal {
  /** One line of the result, on standard output. */
  out(line: string): void;
  /** One line for the person, on standard error. */
  error(line: string): void;
  /** Whether a person sits there: both standard input and standard error are a terminal. */
  readonly isInteractive: boolean;
  /** Whether the result may be coloured: it goes to a terminal, and nobody asked for none. */
  readonly hasColour: boolean;
  /**
   * Writes the prompt and resolves to the line that is typed; `hidden` shows nothing of it. Never resolves once the
   * signal is aborted. Ctrl-C is not a text: it aborts {@link Terminal.interrupted}.
   */
  ask(prompt: string, options: { readonly hidden: boolean; readonly signal?: AbortSignal }): Promise<string>;
  /** Hears each key until the returned function is called. */
  onKey(listener: (key: string) => void): () => void;
  /** A line that the next one replaces, such as the time left; null wipes it. Nothing where nobody sits. */
  status(line: string | null): void;
  /** All of standard input, for what is piped in; at most `maxBytes`. */
  readInput(maxBytes: number): Promise<string>;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Gives the terminal back as it was. */
  close(): void;
}
