import { X509Certificate } from "node:crypto";
import { constants } from "node:fs";
import { access, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Finding, ok, problem, skipped, warning } from "@/cli/doctor/finding";
import type { Environment } from "@/env";

const DAY_MS = 86_400_000;
/** From here on whoever renews certificates should have done it. */
const SOON_DAYS = 21;

/** Log folder, certificate and proxy, as far as they can be seen from this machine. */
export async function servingFindings(environment: Environment, now: Date): Promise<Finding[]> {
  return [await logFolder(environment), await certificate(environment, now), proxy(environment)];
}

async function logFolder({ logDir, resolved }: Environment): Promise<Finding> {
  const name = "log";
  if (!resolved.values.LOG_ENABLED) return skipped(name, "LOG_ENABLED is false, so there is no log file");
  const remedy = "Give this user write access, set LOG_DIR to another folder, or LOG_ENABLED to false.";
  try {
    // One that is not there yet is made in the folder above it.
    const isThere = await stat(logDir).then(
      () => true,
      () => false,
    );
    await access(isThere ? logDir : dirname(logDir), constants.W_OK | constants.X_OK);
    return ok(name, join(logDir, "wheelhouse.log"));
  } catch {
    return problem(name, `${logDir} can't be written`, remedy);
  }
}

async function certificate({ tls, dataDir }: Environment, now: Date): Promise<Finding> {
  const name = "certificate";
  if (tls.kind === "off") return skipped(name, "TLS is off: https is left to a proxy, or there is none");
  const file = tls.kind === "files" ? tls.certFile : join(dataDir, "tls", "self-signed.pem");
  try {
    const text = await readFile(file, "utf8");
    const read = new X509Certificate(text.slice(text.indexOf("-----BEGIN CERTIFICATE-----")));
    const facts = `${daysLeft(read, now)} days left, SHA-256 ${read.fingerprint256}`;
    return certificateFinding(tls.kind, daysLeft(read, now), facts);
  } catch {
    return tls.kind === "self-signed"
      ? skipped(name, "it is made at the next start")
      : problem(
          name,
          `${file} can't be read as a certificate`,
          "Correct TLS_CERT_FILE, or give this user access.",
        );
  }
}

const daysLeft = (read: X509Certificate, now: Date): number =>
  Math.floor((Date.parse(read.validTo) - now.getTime()) / DAY_MS);

/** The finding for a certificate with so many days left. Pure. */
export function certificateFinding(kind: "self-signed" | "files", days: number, facts: string): Finding {
  const name = "certificate";
  if (days > SOON_DAYS) return ok(name, facts);
  const remedy =
    kind === "files"
      ? "Renew it and replace the files: they are taken up without a restart."
      : "A web server that runs renews it by itself: start it.";
  return days < 0 ? problem(name, facts, remedy) : warning(name, facts, remedy);
}

/** What the settings say of how browsers come here. The proxy itself is asked by the check of the web app. Pure. */
export function proxy({ publicUrl, tls, trustedProxies, host }: Environment): Finding {
  const name = "proxy";
  const isHttps = publicUrl.startsWith("https://");
  const isLocal = ["127.0.0.1", "::1", "localhost"].includes(host);
  if (isHttps && tls.kind === "off" && trustedProxies.length === 0) {
    return warning(
      name,
      "PUBLIC_URL is https, TLS is off, and no proxy is trusted: every request seems to come from the proxy",
      "Set TRUSTED_PROXIES to the proxy's address, or TLS where there is none.",
    );
  }
  if (!isHttps && tls.kind !== "off") {
    return warning(name, "TLS is on, but PUBLIC_URL is http", "Set PUBLIC_URL to the https address.");
  }
  if (!isHttps && !isLocal) {
    return warning(
      name,
      `${host} is open to the network without https: passwords can be read on their way`,
      "Set TLS to self-signed, or put a proxy with https before it and HOST to 127.0.0.1.",
    );
  }
  return trustedProxies.length === 0
    ? skipped(name, "no proxy is trusted, and none seems to be needed")
    : ok(name, `${trustedProxies.join(", ")} may say whom it forwards`);
}
