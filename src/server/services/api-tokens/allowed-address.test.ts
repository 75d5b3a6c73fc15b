import { expect, it } from "vitest";
import { isAllowedAddress } from "@/server/services/api-tokens/allowed-address";

it.each([
  ["192.0.2.7", [], true],
  [null, [], true],
  [null, ["192.0.2.7"], false],
  ["not an address", ["192.0.2.7"], false],
  ["192.0.2.7", ["192.0.2.7"], true],
  ["192.0.2.8", ["192.0.2.7"], false],
  ["192.0.2.8", ["192.0.2.7", "192.0.2.0/24"], true],
  ["192.0.3.8", ["192.0.2.0/24"], false],
  ["::ffff:192.0.2.8", ["192.0.2.0/24"], true],
  ["2001:db8::5", ["192.0.2.0/24"], false],
  ["2001:db8::5", ["2001:db8::/32"], true],
  ["2001:db8::5", ["2001:db8::5"], true],
  ["2001:db8::6", ["2001:db8::5"], false],
  ["192.0.2.8", ["2001:db8::/32"], false],
  ["192.0.2.8", ["::ffff:192.0.2.8"], true],
  ["10.9.8.7", ["10.0.0.5/8"], true],
])("%s within %j: %s", (address, allowed, expected) => {
  expect(isAllowedAddress(address, allowed)).toBe(expected);
});
