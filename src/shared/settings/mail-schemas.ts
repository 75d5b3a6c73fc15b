import { z } from "zod";

/** Whether escapes such as %40, which `new URL` lets pass as they are, can be decoded. */
const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

const isMailServer = (text: string): boolean => {
  if (!/^smtps?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.hostname !== "" &&
    url.search + url.hash === "" &&
    ["", "/"].includes(url.pathname) &&
    (url.username === "") === (url.password === "") &&
    isDecodable(`${url.username}:${url.password}`)
  );
};

/** `SMTP_URL`. */
export const mailServer = z
  .string()
  .refine(
    isMailServer,
    "smtp://user:password@host:587 or smtps://user:password@host:465, with special characters of the password as %40 and the like; without a user, smtp://host:25",
  );

/** `SMTP_FROM`. */
export const mailSender = z
  .string()
  .regex(
    /^([^<>()[\]\\,;:@"\p{Cc}]+ <[^\s<>@,;:"\p{Cc}]+@[^\s<>@,;:"\p{Cc}]+>|[^\s<>@,;:"\p{Cc}]+@[^\s<>@,;:"\p{Cc}]+)$/u,
    "an e-mail address, or a name and an address such as Wheelhouse <wheelhouse@example.com>",
  );
