import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { type EngineReply, failing, SimulatedKeyValues, SimulatedTransit } from "@/test/vault-engines";

interface TokenState {
  expiresAt: number | null;
  /** When no renewal helps any more. */
  readonly longestUntil: number | null;
  readonly renewable: boolean;
}

interface SimulatorOptions {
  readonly now: () => Date;
  readonly tls?: boolean;
  /** Only this namespace has mounts. */
  readonly namespace?: string;
  /** Where the key-value store is mounted, and nowhere else. */
  readonly kvMount?: string;
  readonly transitMount?: string;
  /** Life of tokens from AppRole, and of the given one where it ends; seconds. */
  readonly ttlSeconds?: number;
  readonly longestSeconds?: number;
}

/** A Vault over real HTTP, built from the documentation of its API; its time is the test's. */
export interface VaultSimulator {
  readonly url: string;
  /** PEM of the authority that signed its certificate; empty without TLS. */
  readonly certificateAuthority: string;
  readonly keyValues: SimulatedKeyValues;
  readonly transit: SimulatedTransit;
  readonly roleId: string;
  readonly secretId: string;
  /** Every request so far, as `METHOD path`. */
  readonly requests: string[];
  sealed: boolean;
  /** Answers everything with this status, as a broken server does; null is as it should be. */
  broken: { readonly status: number; readonly text: string } | null;
  /** Paths that begin so are refused with 403. */
  readonly forbidden: Set<string>;
  /** A token; without a life it does not end. */
  issueToken(options?: { ttlSeconds?: number; longestSeconds?: number; renewable?: boolean }): string;
  /** Ends every token at once. */
  revokeAll(): void;
  /** How many tokens live now. */
  liveTokens(): number;
  /** Refuses connections until {@link VaultSimulator.back}. */
  away(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts it on a free port of loopback: a key-value store at `secret` and transit at `transit`, unless told otherwise,
 * and AppRole at `approle`.
 */
export async function startVaultSimulator(options: SimulatorOptions): Promise<VaultSimulator> {
  const { now, ttlSeconds = 3600, longestSeconds = 86_400 } = options;
  const { kvMount = "secret", transitMount = "transit" } = options;
  const tokens = new Map<string, TokenState>();
  const certificate = options.tls === true ? await makeCertificate() : null;

  const issue = (ttl: number | null, longest: number | null, renewable: boolean): string => {
    const token = `hvs.${randomUUID().replaceAll("-", "")}`;
    const at = now().getTime();
    tokens.set(token, {
      expiresAt: ttl === null ? null : at + ttl * 1000,
      longestUntil: longest === null ? null : at + longest * 1000,
      renewable,
    });
    return token;
  };
  const isLive = ({ expiresAt }: TokenState): boolean => expiresAt === null || expiresAt > now().getTime();
  const secondsLeft = ({ expiresAt }: TokenState): number =>
    expiresAt === null ? 0 : Math.floor((expiresAt - now().getTime()) / 1000);

  function tokenSelf(verb: string, token: string, state: TokenState): EngineReply {
    if (verb === "lookup-self") {
      return { status: 200, body: { data: { ttl: secondsLeft(state), renewable: state.renewable } } };
    }
    if (!state.renewable || state.expiresAt === null) return failing(400, "lease is not renewable");
    const wanted = now().getTime() + ttlSeconds * 1000;
    state.expiresAt = Math.min(wanted, state.longestUntil ?? wanted);
    const auth = { client_token: token, lease_duration: secondsLeft(state), renewable: true };
    return { status: 200, body: { auth } };
  }

  function route(method: string, url: URL, headers: IncomingMessage["headers"], text: string): EngineReply {
    const path = url.pathname.slice("/v1/".length).split("/").map(decodeURIComponent).join("/");
    simulator.requests.push(`${method} ${path}`);
    if (path === "sys/health") {
      const { sealed } = simulator;
      const body = { initialized: true, sealed, standby: false, version: "1.20.0" };
      // Only the root namespace answers it.
      return headers["x-vault-namespace"] === undefined
        ? { status: sealed ? 503 : 200, body }
        : failing(404, "unsupported path");
    }
    if (simulator.sealed) return failing(503, "Vault is sealed");
    if ((headers["x-vault-namespace"] ?? "") !== (options.namespace ?? ""))
      return failing(404, "no namespace");
    const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (path === "auth/approle/login") {
      const isRight = body["role_id"] === simulator.roleId && body["secret_id"] === simulator.secretId;
      if (!isRight) return failing(400, "invalid role or secret ID");
      const token = issue(ttlSeconds, longestSeconds, true);
      const auth = { client_token: token, lease_duration: ttlSeconds, renewable: true };
      return { status: 200, body: { auth } };
    }
    const token = String(headers["x-vault-token"] ?? "");
    const state = tokens.get(token);
    if (state === undefined || !isLive(state)) return failing(403, "permission denied");
    if ([...simulator.forbidden].some((one) => path.startsWith(one)))
      return failing(403, "permission denied");
    if (path.startsWith("auth/token/")) return tokenSelf(path.slice("auth/token/".length), token, state);
    const mount = [kvMount, transitMount].find((one) => path.startsWith(`${one}/`));
    if (mount === undefined) return failing(404, `no handler for route "${path}"`);
    const [verb = "", ...rest] = path.slice(mount.length + 1).split("/");
    if (mount === transitMount) return simulator.transit.answer(method, verb, rest.join("/"), body);
    const list = url.searchParams.get("list") === "true";
    return simulator.keyValues.answer(method, verb, rest.join("/"), body, list, now());
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "/", "http://vault");
    const reply = route(
      request.method ?? "GET",
      url,
      request.headers,
      Buffer.concat(chunks).toString("utf8"),
    );
    const { broken } = simulator;
    response.statusCode = broken?.status ?? reply.status;
    response.setHeader("content-type", "application/json");
    response.end(broken?.text ?? (reply.body === undefined ? "" : JSON.stringify(reply.body)));
  };
  const handler = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const server =
    certificate === null
      ? createServer(handler)
      : createTlsServer({ key: certificate.private, cert: certificate.cert }, handler);
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  const simulator: VaultSimulator = {
    url: `${certificate === null ? "http" : "https"}://127.0.0.1:${port}`,
    certificateAuthority: certificate?.cert ?? "",
    keyValues: new SimulatedKeyValues(),
    transit: new SimulatedTransit(),
    roleId: randomUUID(),
    secretId: randomUUID(),
    requests: [],
    sealed: false,
    broken: null,
    forbidden: new Set(),
    issueToken: ({ ttlSeconds: ttl, longestSeconds: longest, renewable = true } = {}) =>
      issue(ttl ?? null, longest ?? null, renewable),
    revokeAll: () => tokens.clear(),
    liveTokens: () => [...tokens.values()].filter(isLive).length,
    away: stop,
    back: () => listen(port),
    close: stop,
  };
  return simulator;
}

/** Its own certificate, which is its own authority. */
function makeCertificate() {
  return generate([{ name: "commonName", value: "127.0.0.1" }], {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] },
    ],
  });
}
