import type { ProcessFacts } from "@/server/services/processes/process-facts";

/** A process of a test's install. */
export function testProcess(given: Partial<ProcessFacts> = {}): ProcessFacts {
  return {
    id: "process-1",
    kind: "web",
    host: "desk",
    pid: 4711,
    masterKeys: ["0123456789abcdef"],
    ...given,
  };
}
