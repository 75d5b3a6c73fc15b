import type { Secret } from "@/shared/secret";

/** Where and how to hand in mail, in the words of nodemailer's SMTP transport. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the start (smtps) rather than by STARTTLS. */
  readonly secure: boolean;
  readonly requireTLS: boolean;
  readonly allowInternalNetworkInterfaces: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
  readonly tls: { readonly rejectUnauthorized: boolean };
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/**
 * Reads SMTP_URL. STARTTLS is used where the server offers it, and is a must where a password is sent, unless the
 * server is on this machine.
 */
export function readMailServer(url: Secret): MailServer {
  const { protocol, hostname, port, username, password } = new URL(url.reveal());
  const secure = protocol === "smtps:";
  const host = hostname.replace(/^\[|\]$/g, "");
  const isHere = LOOPBACK.test(host);
  return {
    host,
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isHere && username !== "",
    allowInternalNetworkInterfaces: isHere,
    auth:
      username === ""
        ? undefined
        : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    // On this machine even plain text is fine, and relays here have certificates that they made themselves.
    tls: { rejectUnauthorized: !isHere },
  };
}
