import { describe, expect, it } from "vitest";
import { SandboxClock } from "./clock";

describe("SandboxClock", () => {
  it("runs with the machine, is moved, set, frozen and let go", () => {
    let machineMs = 1000;
    const clock = new SandboxClock(() => machineMs);
    expect(clock.now().getTime()).toBe(1000);
    clock.advance(5);
    machineMs += 1;
    expect(clock.now().getTime()).toBe(6001);
    clock.set(new Date(100_000));
    machineMs += 1;
    expect(clock.now().getTime()).toBe(100_001);
    clock.resume();
    clock.freeze();
    machineMs += 500;
    expect(clock.now().getTime()).toBe(100_001);
    expect(clock.frozen).toBe(true);
    clock.advance(1);
    expect(clock.now().getTime()).toBe(101_001);
    clock.set(new Date(7));
    clock.resume();
    machineMs += 3;
    expect(clock.now().getTime()).toBe(10);
    clock.freeze();
    clock.restart();
    expect(clock.now().getTime()).toBe(machineMs);
  });
});
