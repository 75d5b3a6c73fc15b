import type { Server } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { Server as NetServer } from "node:net";
import type { Environment, TlsSettings } from "@/env";
import type { AdmissionSettings } from "@/serve/admit-request";
import { currentCertificate, type TlsCertificate } from "@/serve/tls-certificate";
import { createTlsFront } from "@/serve/tls-front";
import { createSecureWebServer, createWebServer, type RequestHandler } from "@/serve/web-server";

const LOOK_MS = 60_000;

/** The web server with all that belongs to it; not listening yet. */
export interface OpenServer {
  /** What listens. */
  readonly front: NetServer;
  /** What serves the connections; the front itself where there is no TLS. */
  readonly parts: readonly (Server | SecureServer)[];
  /** Takes up a certificate that changed, or is renewed, now rather than within the minute. */
  readonly lookAtCertificate: () => Promise<void>;
  stopWatching(): void;
}

interface ServerOptions {
  readonly handle: RequestHandler;
  readonly settings: AdmissionSettings;
  /** Resolves when the app serves. */
  readonly ready: Promise<void>;
  readonly now: () => Date;
  readonly complain: (sentence: string) => void;
}

/** The server as the settings want it. Throws one sentence for a certificate that can't be used. */
export async function openServer(environment: Environment, options: ServerOptions): Promise<OpenServer> {
  const { tls } = environment;
  const onFailure = (cause: unknown) =>
    options.complain(`A request failed outside the app: ${String(cause)}`);
  if (tls.kind === "off") {
    const server = createWebServer(options.handle, options.settings, onFailure);
    return { front: server, parts: [server], lookAtCertificate: async () => {}, stopWatching: () => {} };
  }
  return openSecureServer({ ...environment, tls }, options, onFailure);
}

async function openSecureServer(
  environment: Environment & { tls: Exclude<TlsSettings, { kind: "off" }> },
  options: ServerOptions,
  onFailure: (cause: unknown) => void,
): Promise<OpenServer> {
  const { tls, dataDir, host, publicUrl } = environment;
  const look = () => currentCertificate({ tls, dataDir, host, publicUrl, now: options.now() });
  let shown = await look();
  if (tls.kind === "self-signed") options.complain(aboutOwn(shown));
  const secure = createSecureWebServer(options.handle, options.settings, onFailure, shown);
  const { front, plain } = createTlsFront(secure, publicUrl, options.ready);
  let lastProblem = "";
  const lookAtCertificate = async (): Promise<void> => {
    try {
      const found = await look();
      lastProblem = "";
      if (found.fingerprint === shown.fingerprint && found.key === shown.key) return;
      secure.setSecureContext(found);
      shown = found;
      options.complain(
        `A new certificate is in use: SHA-256 ${found.fingerprint}, until ${dayOf(found.endsAt)}.`,
      );
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== lastProblem) options.complain(`${problem} The certificate from before is kept in use.`);
      lastProblem = problem;
    }
  };
  const timer = setInterval(() => void lookAtCertificate(), LOOK_MS).unref();
  return { front, parts: [secure, plain], lookAtCertificate, stopWatching: () => clearInterval(timer) };
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

function aboutOwn({ fingerprint, endsAt }: TlsCertificate): string {
  return (
    `https with a certificate of its own until ${dayOf(endsAt)}, which browsers warn of. ` +
    `Compare its SHA-256 fingerprint there: ${fingerprint}`
  );
}
