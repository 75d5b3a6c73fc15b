import { describe, expect, it } from "vitest";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";

const never = () => new AbortController().signal;

describe("the connection feed", () => {
  it("wakes those who listen for the person, and nobody else", async () => {
    const feed = createConnectionFeed();
    let othersWoken = false;
    const ending = new AbortController();
    const others = feed.next("bob", 60_000, ending.signal).then(() => {
      othersWoken = true;
    });
    const mine = Promise.all([feed.next("ada", 60_000, never()), feed.next("ada", 60_000, never())]);
    feed.changed("ada");
    await mine;
    expect(othersWoken).toBe(false);
    ending.abort();
    await others;
  });

  it("gives up after the time, and at once when aborted", async () => {
    const feed = createConnectionFeed();
    await feed.next("ada", 1, never());
    await feed.next("ada", 60_000, AbortSignal.abort());
  });
});
