import { expect, it } from "vitest";
import { headersFromBroker, headersToBroker } from "@/server/services/proxy/proxy-headers";

it("lets only what is named go to the broker, and asks for no compression by itself", () => {
  expect(headersToBroker({})).toEqual({ accept: "*/*", "accept-encoding": "identity" });
  expect(
    headersToBroker({
      Accept: "application/json",
      "Accept-Encoding": "gzip",
      "Content-Type": "application/json",
      "If-None-Match": '"a"',
      Authorization: "Bearer whl_secret",
      "Proxy-Authorization": "Basic secret",
      Cookie: "session=secret",
      Host: "evil.example",
      Connection: "upgrade",
      "Transfer-Encoding": "chunked",
      "Content-Length": "5",
      Expect: "100-continue",
      "X-Forwarded-For": "192.0.2.1",
      "User-Agent": "bot",
      Range: `bytes=${"1".repeat(1000)}`,
      "Accept-Language": "en\r\nX-Evil: 1",
    }),
  ).toEqual({
    accept: "application/json",
    "accept-encoding": "gzip",
    "content-type": "application/json",
    "if-none-match": '"a"',
  });
});

it("lets only what is named come from the broker", () => {
  expect(
    headersFromBroker({
      "content-type": "application/json",
      etag: '"a"',
      "retry-after": "5",
      "set-cookie": "device=secret",
      authorization: "Bearer secret",
      "access-control-allow-origin": "*",
      "content-security-policy": "default-src *",
      "strict-transport-security": "max-age=0",
      connection: "close",
      "transfer-encoding": "chunked",
      "x-token": "secret",
    }),
  ).toEqual({ "content-type": "application/json", etag: '"a"', "retry-after": "5" });
});
