import type { Terminal } from "@/cli/terminal";
import { AppError } from "@/shared/app-error";

/** The parts of standard input that are used; a test brings its own. */
export interface InputStream extends AsyncIterable<Buffer | string> {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  on(event: "data", listener: (chunk: Buffer | string) => void): unknown;
  off(event: "data", listener: (chunk: Buffer | string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

export interface OutputStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface TerminalStreams {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** `NO_COLOR` is set, or the terminal knows none. */
  readonly isPlain: boolean;
  /** Hears Ctrl-C while no key is read; gives the way to stop hearing it. */
  onInterrupt(listener: () => void): void;
}

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const BACKSPACES = ["\u007f", "\b"];
const WIPE_LINE = "\r\u001b[K";

/** The terminal of this process. */
export function createTerminal(streams: TerminalStreams): Terminal {
  const { stdin, stdout, stderr, isPlain } = streams;
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  streams.onInterrupt(interrupt);
  const isInteractive = stdin.isTTY === true && stderr.isTTY === true;
  let hasStatus = false;
  /** Typed ahead of the prompt that it is for. */
  let pending = "";
  let hears: ((key: string) => void) | null = null;
  let isReading = false;

  const wipe = () => {
    if (hasStatus) stderr.write(WIPE_LINE);
    hasStatus = false;
  };

  const handOn = () => {
    while (hears !== null && pending !== "") {
      const [key = ""] = pending;
      pending = pending.slice(key.length);
      hears(key);
    }
  };
  const take = (chunk: Buffer | string) => {
    const text = chunk.toString();
    if (text.includes(CTRL_C)) interrupt();
    // Cursor and function keys are no text.
    else if (!text.startsWith("\u001b")) pending += text;
    handOn();
  };
  /** Stays so between two prompts: what is typed then would be shown by the terminal itself. */
  const startReading = () => {
    if (isReading) return;
    isReading = true;
    stdin.setRawMode?.(true);
    stdin.on("data", take);
    stdin.resume();
  };

  const onKey = (listener: (key: string) => void): (() => void) => {
    startReading();
    hears = listener;
    // Not at once: the listener may want to stop, which it can only when it has been given the way.
    queueMicrotask(handOn);
    return () => {
      if (hears === listener) hears = null;
    };
  };

  const ask: Terminal["ask"] = (prompt, { hidden, signal = interruption.signal }) =>
    new Promise((resolve) => {
      startReading();
      wipe();
      stderr.write(prompt);
      let text = "";
      let isOver = false;
      const end = (isDone: boolean) => {
        if (isOver) return;
        isOver = true;
        stop();
        stderr.write("\n");
        if (isDone) resolve(text);
      };
      const press = (key: string) => {
        if (key === "\r" || key === "\n") end(true);
        else if (key === CTRL_D) interrupt();
        else if (BACKSPACES.includes(key)) {
          if (!hidden && text !== "") stderr.write("\b \b");
          text = text.slice(0, -1);
        } else if (key >= " ") {
          text += key;
          if (!hidden) stderr.write(key);
        }
      };
      const stop = onKey(press);
      for (const over of new Set([signal, interruption.signal])) {
        over.addEventListener("abort", () => end(false), { once: true });
      }
    });

  return {
    out: (line) => {
      wipe();
      stdout.write(`${line}\n`);
    },
    error: (line) => {
      wipe();
      stderr.write(`${line}\n`);
    },
    isInteractive,
    hasColour: stdout.isTTY === true && !isPlain,
    ask,
    onKey,
    status: (line) => {
      if (!isInteractive) return;
      wipe();
      if (line === null) return;
      stderr.write(line);
      hasStatus = true;
    },
    readInput: async (maxBytes) => {
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of stdin) {
        const bytes = Buffer.from(chunk);
        length += bytes.length;
        if (length > maxBytes) {
          throw new AppError("VALIDATION_INVALID_INPUT", "There is too much on standard input");
        }
        chunks.push(bytes);
      }
      return Buffer.concat(chunks).toString("utf8");
    },
    interrupted: interruption.signal,
    close: () => {
      wipe();
      if (!isReading) return;
      isReading = false;
      stdin.off("data", take);
      stdin.setRawMode?.(false);
      stdin.pause();
    },
  };
}
