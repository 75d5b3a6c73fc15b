import { beforeEach, describe, expect, test } from "vitest";
import type { Command } from "@/cli/command";
import { runCommand } from "@/cli/run-command";
import { EnvironmentError } from "@/env";
import { AppError } from "@/shared/app-error";

const lines: string[] = [];
const terminal = {
  out: (line: string) => lines.push(`out ${line}`),
  error: (line: string) => lines.push(`error ${line}`),
};
const failWith = (error: Error): Command => ({ summary: "Fail", run: () => Promise.reject(error) });
const commands = new Map<string, Command>([
  [
    "echo",
    {
      summary: "Repeat",
      run: async (words, { out }) => {
        out(words.join(" "));
        return 0;
      },
    },
  ],
  ["broken", failWith(new AppError("STORAGE_READ_ERROR", "Do this."))],
  ["unset", failWith(new EnvironmentError(["Set that."]))],
  ["bug", failWith(new TypeError("a mistake"))],
]);
beforeEach(() => {
  lines.length = 0;
});

describe("the command line", () => {
  test("passes the words on", async () => {
    expect(await runCommand(commands, ["echo", "a", "b"], terminal)).toBe(0);
    expect(lines).toEqual(["out a b"]);
  });

  test.each([[[]], [["help"]], [["--help"]], [["-h"]]])("%j lists the commands", async (words) => {
    expect(await runCommand(commands, words, terminal)).toBe(0);
    expect(lines).toContain("out   echo    Repeat");
  });

  test("an unknown command is a mistake of the caller", async () => {
    expect(await runCommand(commands, ["dance"], terminal)).toBe(2);
    expect(lines[0]).toBe("error There is no command dance.");
  });

  test("a known failure is one sentence, a mistake of ours is not hidden", async () => {
    expect(await runCommand(commands, ["broken"], terminal)).toBe(1);
    expect(await runCommand(commands, ["unset"], terminal)).toBe(1);
    expect(lines).toEqual(["error Do this.", "error Set that."]);
    await expect(runCommand(commands, ["bug"], terminal)).rejects.toThrow("a mistake");
  });
});
