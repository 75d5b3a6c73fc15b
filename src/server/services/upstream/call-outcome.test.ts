import { expect, it } from "vitest";
import { outcomeOf, resultOf, verdictOf } from "@/server/services/upstream/call-outcome";
import { AppError } from "@/shared/app-error";

const reply = (status: number) => ({ kind: "reply", reply: { status, headers: {}, body: "" } }) as const;

it.each([
  [200, "answered"],
  [401, "answered"],
  [429, "answered"],
  [499, "answered"],
  [500, "trouble"],
  [503, "trouble"],
])("a reply with status %i tells that the broker %s", (status, verdict) => {
  expect(verdictOf(reply(status))).toBe(verdict);
});

it.each([
  [new AppError("CONN_NETWORK_ERROR"), "trouble"],
  [new AppError("CONN_TIMEOUT"), "trouble"],
  [new AppError("CONN_SSL_ERROR"), "trouble"],
  [new AppError("CONN_UNEXPECTED_REPLY"), "answered"],
  [new AppError("CONN_ADDRESS_REFUSED"), "unsent"],
  [new Error("a slip of our own"), "unsent"],
])("%s counts as %s", (error, verdict) => {
  expect(verdictOf({ kind: "error", error })).toBe(verdict);
});

it("gives back what it was given, thrown or not", async () => {
  const good = reply(200);
  expect(resultOf(await outcomeOf(() => Promise.resolve(good.reply)))).toBe(good.reply);
  const error = new Error("no");
  const outcome = await outcomeOf(() => Promise.reject(error));
  expect(() => resultOf(outcome)).toThrow(error);
});
