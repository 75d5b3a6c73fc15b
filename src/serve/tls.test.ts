import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnvironment } from "@/env";
import { type OpenServer, openServer } from "@/serve/open-server";
import { currentCertificate, selfSignedFile } from "@/serve/tls-certificate";
import { listen, stopWebServer } from "@/serve/web-server";

const DAY_MS = 86_400_000;

let folder: string;
let now: Date;
let said: string[];
let server: OpenServer | undefined;
let port: number;
let markReady: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wheelhouse-tls-"));
  now = new Date();
  said = [];
});
afterEach(async () => {
  server?.stopWatching();
  if (server?.front.listening) await stopWebServer(server.front, 50, server.parts);
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const environmentOf = (variables: Record<string, string>) =>
  readEnvironment({ DATA_DIR: "data", ...variables }, folder);

async function open(variables: Record<string, string>): Promise<OpenServer> {
  const ready = new Promise<void>((resolve) => {
    markReady = resolve;
  });
  server = await openServer(environmentOf(variables), {
    handle: async (request, response) => {
      response.end(JSON.stringify(request.headers));
    },
    settings: {
      isDev: false,
      isHttps: false,
      isOwnTls: variables["TLS"] !== undefined,
      basePath: "",
      isTrustedProxy: () => false,
    },
    ready,
    now: () => now,
    complain: (sentence) => said.push(sentence),
  });
  await listen(server.front, "127.0.0.1", 0);
  port = (server.front.address() as AddressInfo).port;
  return server;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function ask(secure: boolean, options: Record<string, unknown> = {}): Promise<Answer> {
  const call = (secure ? requestSecure : requestPlain)({
    host: "127.0.0.1",
    port,
    path: "/a?b=1",
    ...options,
  });
  call.end();
  const [reply] = await once(call, "response");
  let body = "";
  for await (const chunk of reply) body += String(chunk);
  return { status: reply.statusCode, headers: reply.headers, body };
}

const certificate = (variables: Record<string, string> = {}) => {
  const { tls, dataDir, host, publicUrl } = environmentOf({ TLS: "self-signed", ...variables });
  if (tls.kind === "off") throw new Error("no TLS");
  return currentCertificate({ tls, dataDir, host, publicUrl, now });
};

describe("a certificate of its own", () => {
  it("is made at the first start for all names, private, for 13 months, and kept", async () => {
    const made = await certificate({ HOST: "192.0.2.7", PUBLIC_URL: "https://desk.example.com" });
    const read = new X509Certificate(made.cert.slice(made.cert.indexOf("-----BEGIN CERTIFICATE-----")));
    for (const name of ["localhost", "desk.example.com"]) expect(read.checkHost(name)).toBe(name);
    for (const address of ["127.0.0.1", "::1", "192.0.2.7"]) expect(read.checkIP(address)).toBe(address);
    expect(read.checkHost("other.example.com")).toBeUndefined();
    expect(read.ca).toBe(false);
    const file = selfSignedFile(join(folder, "data"));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "data", "tls")).mode & 0o777).toBe(0o700);
    expect((made.endsAt.getTime() - Date.parse(read.validFrom)) / DAY_MS).toBeLessThanOrEqual(397);
    const again = await certificate({ HOST: "192.0.2.7", PUBLIC_URL: "https://desk.example.com" });
    expect(again.fingerprint).toBe(made.fingerprint);
  });

  it("is made anew for another name, 30 days before its end, and where the file is damaged", async () => {
    const first = await certificate({ HOST: "0.0.0.0" });
    expect((await certificate({ HOST: "::" })).fingerprint).toBe(first.fingerprint);
    const second = await certificate({ PUBLIC_URL: "https://desk.example.com" });
    expect(second.fingerprint).not.toBe(first.fingerprint);
    now = new Date(second.endsAt.getTime() - 31 * DAY_MS);
    expect((await certificate()).fingerprint).toBe(second.fingerprint);
    now = new Date(second.endsAt.getTime() - 29 * DAY_MS);
    const third = await certificate();
    expect(third.fingerprint).not.toBe(second.fingerprint);
    writeFileSync(selfSignedFile(join(folder, "data")), "damaged");
    expect((await certificate()).fingerprint).not.toBe(third.fingerprint);
  });
});

describe("TLS=self-signed", () => {
  it("serves https, tells its fingerprint, and leads plain HTTP there once it is ready", async () => {
    await open({ TLS: "self-signed" });
    const ca = readFileSync(selfSignedFile(join(folder, "data")), "utf8");
    const answer = await ask(true, { ca, servername: "localhost" });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ "x-forwarded-proto": "https" });
    expect(answer.headers).not.toHaveProperty("strict-transport-security");
    expect(said).toEqual([
      expect.stringMatching(/SHA-256 fingerprint there: ([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    ]);
    const led = ask(false, { headers: { host: "desk.example.com:3000" } });
    const early = await Promise.race([led, new Promise((resolve) => setImmediate(resolve, "waits"))]);
    expect(early).toBe("waits");
    markReady();
    expect(await led).toMatchObject({
      status: 308,
      headers: { location: "https://desk.example.com:3000/a?b=1" },
      body: "This port speaks https: use https://desk.example.com:3000\n",
    });
    const posted = await ask(false, { method: "POST", headers: { host: "bad host" } });
    expect(posted).toMatchObject({
      status: 400,
      body: "This port speaks https: use https://localhost:3000\n",
    });
    expect(posted.headers).not.toHaveProperty("location");
  });

  it("is not troubled by those who hang up", async () => {
    await open({ TLS: "self-signed" });
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.resetAndDestroy();
    const ca = readFileSync(selfSignedFile(join(folder, "data")), "utf8");
    expect((await ask(true, { ca, servername: "localhost" })).status).toBe(200);
  });
});

describe("TLS=files", () => {
  const variables = () => ({ TLS: "files", TLS_CERT_FILE: "cert.pem", TLS_KEY_FILE: "key.pem" });
  async function putFiles(name: string): Promise<string> {
    const made = await certificate({ DATA_DIR: name, PUBLIC_URL: `https://${name}.example.com` });
    writeFileSync(join(folder, "cert.pem"), made.cert);
    writeFileSync(join(folder, "key.pem"), made.key);
    return made.cert;
  }

  it("serves with them, and takes up a change without a restart", async () => {
    const first = await putFiles("one");
    const opened = await open(variables());
    expect((await ask(true, { ca: first, servername: "one.example.com" })).status).toBe(200);
    await opened.lookAtCertificate();
    const second = await putFiles("two");
    await opened.lookAtCertificate();
    expect((await ask(true, { ca: second, servername: "two.example.com", agent: false })).status).toBe(200);
    expect(said).toEqual([expect.stringMatching(/^A new certificate is in use: SHA-256 /)]);
  });

  it("keeps the one from before while the new one can't be used, and says so once", async () => {
    const first = await putFiles("one");
    const opened = await open(variables());
    writeFileSync(join(folder, "key.pem"), "half");
    await opened.lookAtCertificate();
    await opened.lookAtCertificate();
    expect(said).toEqual([
      expect.stringMatching(/can't be used: .* The certificate from before is kept in use\.$/),
    ]);
    expect((await ask(true, { ca: first, servername: "one.example.com" })).status).toBe(200);
  });

  it("does not start without them, or with a key that belongs to another", async () => {
    await expect(open(variables())).rejects.toThrow(
      `TLS_CERT_FILE names ${join(folder, "cert.pem")}, which cannot be read (ENOENT): correct it, or give this user access.`,
    );
    await putFiles("one");
    writeFileSync(join(folder, "key.pem"), (await certificate({ DATA_DIR: "other" })).key);
    await expect(open(variables())).rejects.toThrow("The certificate and its key can't be used");
  });
});

it("without TLS it is plain HTTP", async () => {
  const opened = await open({});
  await opened.lookAtCertificate();
  expect((await ask(false)).status).toBe(200);
});
