import { describe, expect, test } from "vitest";
import { chosenOf } from "@/cli/choose-connection";
import { connectionFacts, isHeldBack, nextWords, paintState, shellWord } from "@/cli/connection-words";
import { fromNowText, moneyText, priceText, quantityText, spanText, timeText } from "@/cli/figures";
import { styleOf } from "@/cli/style";
import { factsOf, tableOf } from "@/cli/table";
import type { ConnectionView } from "@/shared/schemas/connection";

const NOW = new Date("2026-03-02T14:30:00Z");
const plain = styleOf({ hasColour: false });
const coloured = styleOf({ hasColour: true });
const base: ConnectionView = {
  id: "c-1",
  broker: "robinhood",
  label: "Main",
  access: "read_only",
  status: "connected",
  health: "ok",
  nextAction: "none",
  notBefore: null,
  errorCode: null,
  login: null,
  session: null,
  loginName: null,
  accounts: [],
  remembers: [],
  revokedAtBroker: null,
  lastConnectedAt: null,
  deadlineAt: null,
  nextAttemptAt: null,
  failedDays: 0,
  createdAt: NOW.toISOString(),
  version: 1,
};

describe("figures", () => {
  test.each([
    ["1234567.5", "1,234,567.50"],
    ["-1234.567", "-1,234.57"],
    ["0", "0.00"],
    [null, "–"],
  ])("money %s is %s", (amount, text) => expect(moneyText(amount)).toBe(text));
  test.each([
    ["227.5", "227.50"],
    ["0.3456789", "0.3457"],
    [null, "–"],
  ])("a price of %s is %s", (price, text) => expect(priceText(price)).toBe(text));
  test("quantities keep their digits", () => {
    expect([quantityText("2.500"), quantityText("-10000"), quantityText(null)]).toEqual([
      "2.5",
      "-10,000",
      "–",
    ]);
  });
  test.each([
    [59, "59 s"],
    [60, "1 min"],
    [61, "1 min 1 s"],
    [3600, "1 h"],
    [3700, "1 h 1 min"],
    [86_400, "1 d"],
    [100_000, "1 d 3 h"],
    [-5, "0 s"],
  ])("%i seconds are %s", (seconds, text) => expect(spanText(seconds)).toBe(text));
  test("times stand as they are here, and from now", () => {
    expect(timeText("2026-03-02T14:30:05Z")).toMatch(/^2026-03-0[123] \d\d:\d\d:05$/);
    expect(timeText(null)).toBe("–");
    expect(fromNowText("2026-03-02T14:31:00Z", NOW)).toBe("in 1 min");
    expect(fromNowText("2026-03-02T14:29:00Z", NOW)).toBe("1 min ago");
    expect(fromNowText(null, NOW)).toBe("–");
  });
});

describe("tables", () => {
  test("align figures to the right and leave out columns without a word", () => {
    const rows = [
      { name: "a", sum: "1.00", note: "" },
      { name: "bcd", sum: "10.00", note: "" },
    ];
    const columns = [
      { title: "Name", text: (row: (typeof rows)[number]) => row.name },
      { title: "Sum", right: true, text: (row: (typeof rows)[number]) => row.sum },
      { title: "Note", text: (row: (typeof rows)[number]) => row.note },
    ];
    expect(tableOf(columns, rows, plain)).toEqual(["Name    Sum", "a      1.00", "bcd   10.00"]);
    expect(tableOf(columns, rows, coloured)[0]).toContain("\u001b[2mName\u001b[22m");
  });
  test("facts without a value are left out", () => {
    expect(
      factsOf([
        ["Long name", "x"],
        ["Short", null],
        ["A", "y"],
      ]),
    ).toEqual(["Long name  x", "A          y"]);
  });
});

describe("connections in words", () => {
  test.each([
    [{}, "nothing"],
    [{ nextAction: "connect" }, "wheelhouse login Main"],
    [{ nextAction: "enter_code", label: "Ada's" }, "type the code: wheelhouse login 'Ada'\\''s'"],
    [{ nextAction: "approve_on_phone" }, "approve on your phone"],
    [{ nextAction: "finish_at_broker" }, "finish at the broker's page"],
    [{ nextAction: "try_again" }, "wheelhouse connections retry Main"],
    [
      { nextAction: "wait_until", health: "locked", notBefore: "2026-03-02T14:00:00Z" },
      "wheelhouse login Main",
    ],
  ] as const)("%j is next: %s", (given, words) => {
    expect(nextWords({ ...base, ...given }, NOW)).toBe(words);
  });

  test("held back is told with its end", () => {
    const held: ConnectionView = {
      ...base,
      status: "error",
      health: "locked",
      notBefore: "2026-03-02T14:35:00Z",
      nextAction: "wait_until",
    };
    expect(nextWords(held, NOW)).toMatch(/^wait until .* \(in 5 min\)$/);
    expect(isHeldBack({ ...held, notBefore: null }, NOW)).toBe(true);
  });

  test.each([
    [{}, 32],
    [{ health: "degraded" }, 33],
    [{ status: "challenge" }, 33],
    [{ status: "connecting" }, 33],
    [{ status: "error", health: "needs_person" }, 31],
    [{ status: "disconnected" }, null],
  ] as const)("%j is painted %s", (given, colour) => {
    const painted = paintState(coloured, "x", { ...base, ...given });
    expect(painted).toBe(colour === null ? "x" : `\u001b[${colour}mx\u001b[39m`);
  });

  test("all facts are shown that there are", () => {
    const full: ConnectionView = {
      ...base,
      access: "trading",
      errorCode: "CONN_TIMEOUT",
      loginName: "a•••@example.com",
      accounts: [{ maskedNumber: "••••1", kind: "margin" }],
      remembers: ["username"],
      session: {
        id: "s",
        createdAt: NOW.toISOString(),
        expiresAt: "2026-03-03T14:30:00Z",
        lastActivityAt: NOW.toISOString(),
      },
      deadlineAt: "2026-03-03T14:30:00Z",
      nextAttemptAt: "2026-03-02T14:31:00Z",
    };
    const text = connectionFacts(full, NOW, plain).join("\n");
    for (const words of [
      "trading",
      "Connection timed out (2002).",
      "••••1 margin",
      "(in 1 d)",
      "Act before",
      "in 1 min",
      "username",
    ]) {
      expect(text).toContain(words);
    }
  });

  test("are chosen by id, name or broker", () => {
    const other = { ...base, id: "c-2", label: "Other" };
    const twin = { ...base, id: "c-3", label: "main" };
    expect(chosenOf([base, other], "other").id).toBe("c-2");
    expect(chosenOf([base, other], "c-1").id).toBe("c-1");
    expect(chosenOf([base], "robinhood").id).toBe("c-1");
    expect(() => chosenOf([base, twin], "main")).toThrow("Say which connection: Main (c-1), main (c-3).");
    expect(() => chosenOf([base], "x")).toThrow("No connection is called x. There are: Main.");
    expect(() => chosenOf([], undefined)).toThrow("There is no connection yet");
  });

  test("names that a shell would split are quoted", () => {
    expect([shellWord("Main-1"), shellWord("Roth IRA")]).toEqual(["Main-1", "'Roth IRA'"]);
  });
});
