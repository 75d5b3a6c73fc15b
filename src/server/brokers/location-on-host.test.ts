import { expect, it } from "vitest";
import { locationOnHost } from "@/server/brokers/location-on-host";

const asked = "https://api.broker.example/accounts/1?x=y";

it.each([
  ["https://api.broker.example/accounts/1/?x=y", "/accounts/1/?x=y"],
  ["/accounts/1/", "/accounts/1/"],
  ["2/", "/accounts/2/"],
  ["https://API.broker.example:443/a", "/a"],
])("stays on the host: %s", (location, inside) => {
  expect(locationOnHost(location, asked)).toBe(inside);
});

it.each([
  "https://evil.example/",
  "//evil.example/",
  "http://api.broker.example/",
  "https://api.broker.example:8443/",
  "javascript:alert(1)",
  "https://",
])("leads elsewhere: %s", (location) => {
  expect(locationOnHost(location, asked)).toBeNull();
});
