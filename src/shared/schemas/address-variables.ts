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

/** An origin, such as `PUBLIC_URL`; the name is for the message. */
export const origin = (name: string) =>
  z
    .string()
    .refine(isOrigin, `${name} must be an address such as https://example.com, without a path or a password.`)
    .transform((text) => new URL(text).origin);

/** Credentials go to these hosts: plain http is for loopback only. */
export const brokerOrigin = (name: string) =>
  origin(name).refine(
    (text) => text.startsWith("https://") || LOOPBACK_HOSTS.includes(new URL(text).hostname),
    `${name} must use https, unless the host is this machine (127.0.0.1).`,
  );

/** Entries with commas between them, without blanks and empty ones. */
export const commaList = z.string().transform((text) =>
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
  "NOTICE_PRIVATE_HOSTS must be a comma-separated list of hosts, each with or without a port, such as ntfy.lan:8080.",
);
