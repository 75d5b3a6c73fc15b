import { describe, expect, it } from "vitest";
import { guardLookup, isPublicAddress, type ResolveAll } from "@/server/http/public-address";

describe("isPublicAddress", () => {
  it.each(["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])(
    "takes the public %s",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ["loopback", "127.0.0.1"],
    ["loopback", "127.255.0.9"],
    ["loopback", "::1"],
    ["unspecified", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["unspecified", "::"],
    ["private", "10.1.2.3"],
    ["private", "172.16.0.1"],
    ["private", "172.31.255.255"],
    ["private", "192.168.1.1"],
    ["unique local", "fd00::1"],
    ["link-local", "169.254.169.254"],
    ["link-local", "fe80::1"],
    ["link-local with a zone", "fe80::1%eth0"],
    ["site-local", "fec0::1"],
    ["shared by a carrier", "100.64.0.1"],
    ["multicast", "224.0.0.1"],
    ["multicast", "ff02::1"],
    ["broadcast", "255.255.255.255"],
    ["reserved", "240.0.0.1"],
    ["documentation", "192.0.2.1"],
    ["documentation", "2001:db8::1"],
    ["benchmarks", "198.18.0.1"],
    ["IPv4-mapped", "::ffff:127.0.0.1"],
    ["IPv4-mapped, though public", "::ffff:8.8.8.8"],
    ["IPv4-compatible", "::127.0.0.1"],
    ["IPv4-compatible", "::a00:1"],
    ["6to4", "2002:7f00:1::1"],
    ["NAT64", "64:ff9b::7f00:1"],
    ["NAT64 of a network", "64:ff9b:1::a00:1"],
    ["Teredo", "2001:0:7f00:1::1"],
    ["outside all that is given out", "4000::1"],
    ["no address", "example.com"],
    ["nothing", ""],
  ])("refuses %s: %s", (_title, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("guardLookup", () => {
  function answer(resolve: ResolveAll): Promise<unknown> {
    return new Promise((done) => {
      guardLookup(resolve)("hook.example.com", { all: true }, (error, addresses) => done(error ?? addresses));
    });
  }
  const resolved =
    (...addresses: string[]): ResolveAll =>
    (_hostname, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      );

  it("gives the addresses that it judged", async () => {
    expect(await answer(resolved("8.8.8.8", "8.8.4.4"))).toEqual([
      { address: "8.8.8.8", family: 4 },
      { address: "8.8.4.4", family: 4 },
    ]);
  });

  it.each([[["127.0.0.1"]], [["8.8.8.8", "10.0.0.1"]], [["10.0.0.1", "8.8.8.8"]]])(
    "refuses a name that resolves to %j",
    async (addresses) => {
      expect(await answer(resolved(...addresses))).toMatchObject({ code: "CONN_ADDRESS_REFUSED" });
    },
  );

  it("judges each time anew, so that a changed answer gains nothing", async () => {
    const answers = ["8.8.8.8", "127.0.0.1"];
    const resolve: ResolveAll = (_hostname, _options, callback) =>
      callback(null, [{ address: answers.shift() ?? "", family: 4 }]);
    expect(await answer(resolve)).toEqual([{ address: "8.8.8.8", family: 4 }]);
    expect(await answer(resolve)).toMatchObject({ code: "CONN_ADDRESS_REFUSED" });
  });

  it("passes the resolver's own error on", async () => {
    const error = Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    expect(await answer((_hostname, _options, callback) => callback(error, []))).toBe(error);
  });
});
