import { describe, expect, it } from "vitest";
import {
  addFormSchema,
  changeFormSchema,
  channelValues,
  formFields,
} from "@/components/notices/channel-form";
import type { ChannelView } from "@/shared/schemas/notice";

const CHANNEL: ChannelView = {
  id: "ch1",
  kind: "ntfy",
  label: "My phone",
  target: "ntfy.sh",
  kinds: ["needs_person"],
  quietHours: { from: "21:00", to: "06:30", timeZone: "Europe/Berlin" },
  enabled: true,
  lastDeliveredAt: null,
  lastFailedAt: null,
  lastErrorCode: null,
  waiting: 0,
  dead: 0,
  createdAt: "2026-11-21T14:00:00.000Z",
};
const NEW = { ...channelValues(null, "slack", "Asia/Tokyo"), label: "Team" };

/** The first sentence of each field that is wrong, as the form shows it. */
function problems(schema: typeof addFormSchema | ReturnType<typeof changeFormSchema>, values: typeof NEW) {
  const issues = schema.safeParse(values).error?.issues ?? [];
  return formFields(
    Object.fromEntries(issues.toReversed().map(({ path, message }) => [path.join("."), message])),
  );
}

describe("channelValues", () => {
  it("begins with every kind of notice, no quiet hours, and the browser's zone", () => {
    expect(channelValues(null, "email", "Asia/Tokyo")).toMatchObject({
      kind: "email",
      label: "",
      address: "",
      kinds: [
        "needs_person",
        "deadline_ahead",
        "connected_again",
        "login_locked",
        "attention",
        "session_leased",
      ],
      quiet: false,
      timeZone: "Asia/Tokyo",
    });
  });

  it("takes over all of a channel but its address", () => {
    expect(channelValues(CHANNEL, "slack", "Asia/Tokyo")).toEqual({
      kind: "ntfy",
      label: "My phone",
      address: "",
      token: "",
      kinds: ["needs_person"],
      quiet: true,
      quietFrom: "21:00",
      quietTo: "06:30",
      timeZone: "Europe/Berlin",
    });
  });
});

describe("a new channel", () => {
  it.each([
    ["slack", " https://hooks.slack.com/x ", { kind: "slack", url: "https://hooks.slack.com/x" }],
    ["email", "ada@example.com", { kind: "email", to: "ada@example.com" }],
    ["ntfy", "https://ntfy.sh/t", { kind: "ntfy", url: "https://ntfy.sh/t" }],
  ] as const)("of kind %s becomes a request", (kind, address, target) => {
    expect(addFormSchema.parse({ ...NEW, kind, address })).toEqual({
      label: "Team",
      kinds: NEW.kinds,
      target,
      quietHours: null,
    });
  });

  it("sends the token and the quiet hours where they are given", () => {
    const values = {
      ...NEW,
      kind: "ntfy" as const,
      address: "https://ntfy.sh/t",
      token: " tk ",
      quiet: true,
    };
    expect(addFormSchema.parse(values)).toMatchObject({
      target: { token: "tk" },
      quietHours: { from: "22:00", to: "07:00", timeZone: "Asia/Tokyo" },
    });
  });

  it("names each wrong field by the form's own name", () => {
    const values = {
      ...NEW,
      label: " ",
      address: "hooks",
      kinds: [],
      quiet: true,
      quietFrom: "",
      timeZone: "X",
    };
    expect(problems(addFormSchema, values)).toEqual({
      label: "Give the channel a name",
      address: "Enter a whole address, such as https://example.com/hook",
      kinds: "Choose at least one kind of notice",
      quietFrom: "Enter a time such as 22:00",
      timeZone: "Choose a time zone from the list",
    });
    expect(problems(addFormSchema, { ...NEW, kind: "email", address: "ada" })).toEqual({
      address: "Enter an e-mail address",
    });
  });

  it("refuses quiet hours without a length, if they are kept at all", () => {
    const values = { ...NEW, address: "https://hooks.slack.com/x", quietTo: "22:00" };
    expect(problems(addFormSchema, { ...values, quiet: true })).toEqual({
      quietTo: "Choose another time than the beginning",
    });
    expect(addFormSchema.safeParse(values).success).toBe(true);
  });
});

describe("a channel that is changed", () => {
  const values = channelValues(CHANNEL, "slack", "Asia/Tokyo");
  const schema = changeFormSchema("ch1");

  it("keeps its address when the field is empty", () => {
    expect(schema.parse({ ...values, label: "Phone", quiet: false })).toEqual({
      channelId: "ch1",
      label: "Phone",
      kinds: ["needs_person"],
      quietHours: null,
    });
  });

  it("takes a new address of its own kind", () => {
    expect(schema.parse({ ...values, address: "https://ntfy.sh/new" }).target).toEqual({
      kind: "ntfy",
      url: "https://ntfy.sh/new",
    });
  });

  it("wants the address with a new token", () => {
    expect(problems(schema, { ...values, token: "tk" })).toEqual({
      address: "Enter the topic's address too: it is stored together with its token",
    });
  });
});

describe("formFields", () => {
  it("puts the server's sentences at the form's fields, the first one of each", () => {
    expect(
      formFields({
        "target.url": "Only https",
        target: "Second",
        "target.token": "Wrong token",
        "quietHours.to": "Wrong time",
        "kinds.0": "Unknown kind",
        label: "Taken",
      }),
    ).toEqual({
      address: "Only https",
      token: "Wrong token",
      quietTo: "Wrong time",
      kinds: "Unknown kind",
      label: "Taken",
    });
  });
});
