import { PassThrough } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";
import { createTerminal, type TerminalStreams } from "@/cli/system-terminal";

class Keyboard extends PassThrough {
  readonly raw: boolean[] = [];
  constructor(readonly isTTY: boolean) {
    super();
  }
  setRawMode(isRaw: boolean): void {
    this.raw.push(isRaw);
  }
}

let shown: string;
let result: string;
let onInterrupt: () => void;
const screen = (isTTY: boolean) => ({
  isTTY,
  write: (text: string) => {
    shown += text;
  },
});
const printer = (isTTY: boolean) => ({
  isTTY,
  write: (text: string) => {
    result += text;
  },
});
const terminalOf = (stdin: Keyboard, given: Partial<TerminalStreams> = {}) =>
  createTerminal({
    stdin,
    stdout: printer(true),
    stderr: screen(true),
    isPlain: false,
    onInterrupt: (listener) => {
      onInterrupt = listener;
    },
    ...given,
  });

beforeEach(() => {
  shown = "";
  result = "";
});

describe("the terminal of the process", () => {
  test("shows what is typed, and nothing of a secret", async () => {
    const keyboard = new Keyboard(true);
    const terminal = terminalOf(keyboard);
    const name = terminal.ask("Name: ", { hidden: false });
    keyboard.write("\u007fAdx\u007fa\r");
    expect(await name).toBe("Ada");
    const secret = terminal.ask("Secret: ", { hidden: true });
    keyboard.write("hus\bsh\u0001\n");
    expect(await secret).toBe("hush");
    expect(shown).toBe("Name: Adx\b \ba\nSecret: \n");
    expect(keyboard.raw).toEqual([true]);
    terminal.close();
    terminal.close();
    expect(keyboard.raw).toEqual([true, false]);
  });

  test("keeps what is typed ahead for the next prompt, and leaves out cursor keys", async () => {
    const keyboard = new Keyboard(true);
    const terminal = terminalOf(keyboard);
    const first = terminal.ask("1 ", { hidden: true });
    keyboard.write("one\rtwo\r");
    expect(await first).toBe("one");
    keyboard.write("\u001b[A");
    expect(await terminal.ask("2 ", { hidden: true })).toBe("two");
  });

  test.each(["\u0003", "\u0004"])("key %j interrupts, and the prompt never resolves", async (key) => {
    const keyboard = new Keyboard(true);
    const terminal = terminalOf(keyboard);
    let isOver = false;
    void terminal.ask("? ", { hidden: true }).then(() => {
      isOver = true;
    });
    keyboard.write(`abc${key}`);
    await new Promise((resolve) => setImmediate(resolve));
    expect([terminal.interrupted.aborted, isOver]).toEqual([true, false]);
  });

  test("a prompt that is over takes no more keys", async () => {
    const keyboard = new Keyboard(true);
    const terminal = terminalOf(keyboard);
    const over = new AbortController();
    void terminal.ask("old ", { hidden: true, signal: over.signal });
    over.abort();
    over.abort();
    const fresh = terminal.ask("new ", { hidden: true });
    keyboard.write("x\r");
    expect(await fresh).toBe("x");
    expect(shown).toBe("old \nnew \n");
  });

  test("a status line is replaced by whatever comes next", () => {
    const terminal = terminalOf(new Keyboard(true));
    terminal.status("5 s left");
    terminal.status("4 s left");
    terminal.status(null);
    terminal.error("Done");
    terminal.status("again");
    terminal.out("result");
    expect(shown).toBe("5 s left\r\u001b[K4 s left\r\u001b[KDone\nagain\r\u001b[K");
    expect(result).toBe("result\n");
  });

  test("Ctrl-C is heard while no key is read", () => {
    const terminal = terminalOf(new Keyboard(true));
    onInterrupt();
    expect(terminal.interrupted.aborted).toBe(true);
  });

  test("piped input is read whole, up to its limit; nobody is there to be asked", async () => {
    const pipe = new Keyboard(false);
    const terminal = terminalOf(pipe, { stdout: printer(false), isPlain: true });
    expect([terminal.isInteractive, terminal.hasColour]).toEqual([false, false]);
    terminal.status("unseen");
    pipe.end("secret\n");
    expect(await terminal.readInput(100)).toBe("secret\n");
    expect(shown).toBe("");
    const flood = new Keyboard(false);
    flood.end("x".repeat(200));
    await expect(terminalOf(flood).readInput(100)).rejects.toThrow("too much on standard input");
  });

  test("colours go to a terminal only, and not where they are unwanted", () => {
    expect(terminalOf(new Keyboard(true)).hasColour).toBe(true);
    expect(terminalOf(new Keyboard(true), { isPlain: true }).hasColour).toBe(false);
  });
});
