import { expect, it } from "vitest";
import { describeRobinhood } from "@/server/brokers/robinhood/description";
import { newDeviceToken } from "@/server/brokers/robinhood/device-token";
import { ROBINHOOD_OFFICIAL_ENDPOINTS } from "@/server/brokers/robinhood/endpoints";

it("says whether the addresses are Robinhood's own", () => {
  expect(describeRobinhood(ROBINHOOD_OFFICIAL_ENDPOINTS)).toMatchObject({
    officialHosts: true,
    hosts: ["api.robinhood.com", "identi.robinhood.com", "bonfire.robinhood.com"],
  });
  const local = "http://127.0.0.1:4010";
  const sandbox = describeRobinhood({ apiUrl: local, identiUrl: local, bonfireUrl: local });
  expect(sandbox).toMatchObject({ officialHosts: false, hosts: ["127.0.0.1:4010"] });
  const mixed = describeRobinhood({ ...ROBINHOOD_OFFICIAL_ENDPOINTS, identiUrl: local });
  expect(mixed.officialHosts).toBe(false);
});

it("says plainly what connecting risks, and keeps no code", () => {
  const { notice, credentialFields } = describeRobinhood(ROBINHOOD_OFFICIAL_ENDPOINTS);
  expect(notice.points.join(" ")).toMatch(/private interface.*not sanctioned.*restrict.*Trading MCP/s);
  expect(credentialFields.map((field) => [field.name, field.required, field.remember])).toEqual([
    ["username", true, "with_consent"],
    ["password", true, "with_consent"],
    ["mfaCode", false, "never"],
    ["mfaSecret", false, "separate_consent"],
  ]);
});

it("makes device tokens in the form that clients use", () => {
  const bytes = Buffer.from("00112233445566778899aabbccddeeff", "hex");
  const token = newDeviceToken({ bytes: () => bytes, uuid: () => "" });
  expect(token.reveal()).toBe("00112233-4455-6677-8899-aabbccddeeff");
});
