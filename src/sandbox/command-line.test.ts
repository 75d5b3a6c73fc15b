import { describe, expect, it } from "vitest";
import { helpText, readCommandLine } from "./command-line";

describe("readCommandLine", () => {
  it("reads every flag", () => {
    const words = "--port 5000 --host ::1 --seed s --time 2026-01-05T15:00:00Z --frozen --delay-ms 20".split(
      " ",
    );
    const more = [
      "--state",
      "s.json",
      "--public-url",
      "https://api.example",
      "--knob",
      "pageSize=5",
      "--fault",
      "status,status=503,count=2",
    ];
    expect(readCommandLine([...words, ...more])).toEqual({
      port: 5000,
      host: "::1",
      seed: "s",
      time: new Date("2026-01-05T15:00:00Z"),
      frozen: true,
      delayMs: 20,
      publicUrl: "https://api.example",
      statePath: "s.json",
      knobs: { pageSize: "5" },
      faults: [{ kind: "status", status: 503, count: 2, skip: 0, probability: 1, delayMs: 0, jitterMs: 0 }],
    });
  });

  it("has a default for everything, and help that names every flag", () => {
    expect(readCommandLine([])).toEqual({ knobs: {}, faults: [] });
    expect(readCommandLine(["--help"])).toBe("help");
    for (const flag of [
      "port",
      "host",
      "seed",
      "time",
      "frozen",
      "delay-ms",
      "public-url",
      "state",
      "knob",
      "fault",
    ]) {
      expect(helpText).toContain(`--${flag}`);
    }
  });

  it.each([
    [["--port", "many"], "--port takes a whole number"],
    [["--time", "noon"], "--time takes an ISO time"],
    [["--knob", "pageSize"], "not of the form name=value"],
    [["--fault", "gremlins"], "Invalid option"],
    [["--sed", "x"], "Unknown option"],
  ])("refuses %j with a sentence", (words, sentence) => {
    expect(() => readCommandLine(words)).toThrow(sentence);
  });
});
