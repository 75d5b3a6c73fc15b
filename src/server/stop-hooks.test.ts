import { expect, it } from "vitest";
import { onStop, runStopHooks } from "@/server/stop-hooks";

it("runs every hook once, and tells which failed", async () => {
  const ran: string[] = [];
  const cause = new Error("stuck");
  onStop("keeper", async () => {
    ran.push("old keeper");
  });
  onStop("keeper", async () => {
    ran.push("keeper");
  });
  onStop("storage", () => Promise.reject(cause));
  expect(await runStopHooks("early", 1000)).toEqual([{ name: "storage", cause }]);
  expect(await runStopHooks("early", 1000)).toEqual([]);
  expect(ran).toEqual(["keeper"]);
});
