import { expect, it } from "vitest";
import { channelTargetSchema } from "@/shared/schemas/notice";

const WHOLE = "Enter a whole address, such as https://example.com/hook";
const NO_PASSWORD = "Leave the user name and password out of the address";

it.each([
  ["https://example.com/hook", []],
  ["http://receiver.example:8080/topic", []],
  ["no address", [WHOLE]],
  ["ftp://example.com/hook", [WHOLE]],
  ["https://ann:secret@example.com/hook", [NO_PASSWORD]],
])("tells one problem at a time of the address %s", (url, problems) => {
  const parsed = channelTargetSchema.safeParse({ kind: "webhook", url });
  expect(parsed.error?.issues.map(({ message }) => message) ?? []).toEqual(problems);
});
