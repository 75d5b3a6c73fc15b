import { X509Certificate } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { generate } from "selfsigned";
import type { TlsSettings } from "@/env";

const DAY_MS = 86_400_000;
/** Browsers refuse certificates of more than 398 days. */
const LIFE_DAYS = 397;
const RENEW_DAYS = 30;
const WILDCARDS: readonly string[] = ["0.0.0.0", "::"];

/** What a server shows for itself. */
export interface TlsCertificate {
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** SHA-256, in pairs of hexadecimal digits, as browsers show it. */
  readonly fingerprint: string;
  readonly endsAt: Date;
}

interface CertificateNeeds {
  readonly tls: Exclude<TlsSettings, { kind: "off" }>;
  readonly dataDir: string;
  /** What the web server listens on. */
  readonly host: string;
  readonly publicUrl: string;
  readonly now: Date;
}

/** Where a certificate of our own is kept with its key, in one file, so that the two always belong together. */
export const selfSignedFile = (dataDir: string): string => join(dataDir, "tls", "self-signed.pem");

/**
 * The certificate to serve with now: that of the operator's files, or our own, which is made where there is none for
 * these names, or it ends within 30 days. Throws an error of one sentence that names the remedy.
 */
export async function currentCertificate(needs: CertificateNeeds): Promise<TlsCertificate> {
  const { tls, dataDir, now } = needs;
  if (tls.kind === "files") {
    const [cert, key] = await Promise.all([
      readPem(tls.certFile, "TLS_CERT_FILE"),
      readPem(tls.keyFile, "TLS_KEY_FILE"),
    ]);
    return certificateOf(cert, key);
  }
  const names = namesOf(needs);
  const file = selfSignedFile(dataDir);
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null && isGood(kept, names, now)) return certificateOf(kept, kept);
  const made = await makeSelfSigned(names, now);
  await mkdir(join(dataDir, "tls"), { recursive: true, mode: 0o700 });
  // Another process may make one at the same time: whichever is put in place last is a whole one.
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, made, { mode: 0o600 });
  await chmod(fresh, 0o600);
  await rename(fresh, file);
  return certificateOf(made, made);
}

/** The names under which browsers reach this server. */
function namesOf({ host, publicUrl }: CertificateNeeds): string[] {
  const publicHost = new URL(publicUrl).hostname.replace(/^\[|\]$/g, "");
  const all = ["localhost", "127.0.0.1", "::1", host.toLowerCase(), publicHost.toLowerCase()];
  return [...new Set(all)].filter((name) => !WILDCARDS.includes(name));
}

async function readPem(path: string, variable: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
    throw new Error(
      `${variable} names ${path}, which cannot be read (${reason}): correct it, or give this user access.`,
      { cause },
    );
  }
}

function certificateOf(cert: string, key: string): TlsCertificate {
  try {
    createSecureContext({ cert, key });
    const { fingerprint256, validToDate } = readCertificate(cert);
    return { cert, key, fingerprint: fingerprint256, endsAt: validToDate };
  } catch (cause) {
    throw new Error(
      "The certificate and its key can't be used: TLS_CERT_FILE must hold the certificate in PEM, TLS_KEY_FILE the private key that belongs to it.",
      { cause },
    );
  }
}

/** `validToDate` is there from Node.js 22.10 on; the text has been there for longer. */
function readCertificate(pem: string): { fingerprint256: string; validToDate: Date; read: X509Certificate } {
  const read = new X509Certificate(pem.slice(pem.indexOf("-----BEGIN CERTIFICATE-----")));
  return { read, fingerprint256: read.fingerprint256, validToDate: new Date(read.validTo) };
}

function isGood(pem: string, names: readonly string[], now: Date): boolean {
  try {
    createSecureContext({ cert: pem, key: pem });
    const { read, validToDate } = readCertificate(pem);
    const hasAll = names.every((name) => (isIP(name) ? read.checkIP(name) : read.checkHost(name)));
    return hasAll && validToDate.getTime() - now.getTime() > RENEW_DAYS * DAY_MS;
  } catch {
    return false;
  }
}

async function makeSelfSigned(names: readonly string[], now: Date): Promise<string> {
  const made = await generate([{ name: "commonName", value: "Wheelhouse" }], {
    keyType: "ec",
    algorithm: "sha256",
    // Clocks of other machines may be a little behind.
    notBeforeDate: new Date(now.getTime() - DAY_MS),
    notAfterDate: new Date(now.getTime() + (LIFE_DAYS - 1) * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return `${made.private.trim()}\n${made.cert.trim()}\n`;
}
