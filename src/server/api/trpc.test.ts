import { describe, expect, it } from "vitest";
import * as trpc from "@/server/api/trpc";

type Policy = Parameters<typeof trpc.procedure>[0];
type SubscriptionPolicy = Parameters<typeof trpc.subscription>[0];
/** `true` where the property cannot be left out; else `never`, and then this file does not compile. */
type Required<Of, Key extends keyof Of> = Record<never, never> extends Pick<Of, Key> ? never : true;

describe("the way to make a procedure", () => {
  it("does not compile without a permission, an audit decision and an output", () => {
    const procedure: { [Key in keyof Policy]-?: Required<Policy, Key> } = {
      access: true,
      audit: true,
      output: true,
    };
    const subscription: { [Key in keyof SubscriptionPolicy]-?: Required<SubscriptionPolicy, Key> } = {
      access: true,
      audit: true,
    };
    expect(Object.keys({ ...procedure, ...subscription })).toEqual(["access", "audit", "output"]);
  });

  it("is the only one: the bare builder is not to be had", () => {
    expect(Object.keys(trpc).toSorted()).toEqual([
      "createCallerFactory",
      "procedure",
      "router",
      "subscription",
    ]);
  });
});
