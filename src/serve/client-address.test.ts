import { describe, expect, it } from "vitest";
import { clientAddress, normaliseAddress, trustedProxyCheck } from "@/serve/client-address";

describe("normaliseAddress", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    [" 203.0.113.7:51022", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["[2001:DB8::1]:443", "2001:db8::1"],
    ["2001:db8::1", "2001:db8::1"],
    ["unknown", null],
    ["", null],
  ])("reads %s", (text, address) => {
    expect(normaliseAddress(text)).toBe(address);
  });
});

describe("clientAddress", () => {
  const isTrusted = trustedProxyCheck(["10.0.0.0/8", "192.168.1.1", "fd00::/8"]);

  it.each([
    ["an untrusted peer's header is ignored", "203.0.113.7", "1.2.3.4", "203.0.113.7"],
    ["a trusted peer's header is believed", "10.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["an IPv4 peer on a dual-stack socket", "::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["what the client wrote itself is ignored", "10.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"],
    ["a chain of proxies", "10.0.0.1", "203.0.113.7, 192.168.1.1, 10.9.9.9", "203.0.113.7"],
    ["an IPv6 proxy", "fd00::1", "2001:db8::5", "2001:db8::5"],
    ["a trusted peer without a header", "10.0.0.1", undefined, "10.0.0.1"],
    ["a header that is no address", "10.0.0.1", "203.0.113.7, junk", "10.0.0.1"],
    ["only proxies in the chain", "10.0.0.1", "10.0.0.2", "10.0.0.2"],
  ])("%s", (_name, peer, header, expected) => {
    expect(clientAddress(peer, header, isTrusted)).toBe(expected);
  });

  it("has none when the socket is gone", () => {
    expect(clientAddress(undefined, "203.0.113.7", isTrusted)).toBeNull();
  });
});
