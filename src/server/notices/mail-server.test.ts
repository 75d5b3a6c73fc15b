import { expect, it } from "vitest";
import { readMailServer } from "@/server/notices/mail-server";
import { Secret } from "@/shared/secret";

const here = { allowInternalNetworkInterfaces: true, tls: { rejectUnauthorized: false } };
const elsewhere = { allowInternalNetworkInterfaces: false, tls: { rejectUnauthorized: true } };

it.each([
  ["smtp://mail.example.com", { ...elsewhere, host: "mail.example.com", port: 587, secure: false }],
  ["smtp://mail.example.com:25/", { ...elsewhere, port: 25, requireTLS: false, auth: undefined }],
  [
    "smtp://me%40example.com:p%3Aw%2F@mail.example.com",
    { ...elsewhere, requireTLS: true, auth: { user: "me@example.com", pass: "p:w/" } },
  ],
  ["smtps://mail.example.com", { ...elsewhere, port: 465, secure: true, requireTLS: false }],
  ["smtps://me:pw@mail.example.com:2465", { ...elsewhere, port: 2465, secure: true, requireTLS: false }],
  ["smtp://[2001:db8::1]:587", { ...elsewhere, host: "2001:db8::1" }],
  ["smtp://me:pw@[::1]:1025", { ...here, host: "::1", port: 1025, requireTLS: false }],
  ["smtp://me:pw@localhost", { ...here, host: "localhost", requireTLS: false }],
  ["smtp://me:pw@127.8.9.1", { ...here, requireTLS: false }],
  ["smtp://me:pw@localhost.example.com", { ...elsewhere, requireTLS: true }],
  ["smtp://me:pw@127.0.0.1.example.com", { ...elsewhere, requireTLS: true }],
])("reads %s", (url, expected) => {
  expect(readMailServer(new Secret(url))).toMatchObject(expected);
});
