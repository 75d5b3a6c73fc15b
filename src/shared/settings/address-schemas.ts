import ipaddr from "ipaddr.js";
import { z } from "zod";

const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    ["http:", "https:"].includes(url.protocol) &&
    url.username + url.password + url.search + url.hash === "" &&
    url.pathname === "/"
  );
};

/** An origin, such as `PUBLIC_URL`. */
export const origin = z
  .string()
  .refine(isOrigin, "an address such as https://example.com, without a path or a password")
  .transform((text) => new URL(text).origin);

/** Credentials go to these hosts: plain http is for loopback only. */
export const brokerOrigin = origin.refine(
  (text) => text.startsWith("https://") || LOOPBACK_HOSTS.includes(new URL(text).hostname),
  "an https address, unless the host is this machine (127.0.0.1)",
);

/** Entries with commas between them, without blanks and empty ones. */
const commaList = z.string().transform((text) =>
  text
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean),
);

const isHost = (text: string): boolean =>
  /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(text) && URL.canParse(`http://${text}`);

/** `NOTICE_PRIVATE_HOSTS`. */
export const hostList = commaList.refine(
  (entries) => entries.every(isHost),
  "a comma-separated list of hosts, each with or without a port, such as ntfy.lan:8080",
);

const isAddressOrRange = (text: string): boolean => ipaddr.isValid(text) || ipaddr.isValidCIDR(text);

/** `TRUSTED_PROXIES`. */
export const addressList = commaList.refine(
  (entries) => entries.every(isAddressOrRange),
  "a comma-separated list of IP addresses or ranges, such as 10.0.0.0/8",
);
