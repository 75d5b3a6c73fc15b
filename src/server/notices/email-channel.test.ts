import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { inspect } from "node:util";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { readEnvironment } from "@/env";
import { createPublicClient } from "@/server/http/public-client";
import { createEmailChannel, type EmailChannel } from "@/server/notices/email-channel";
import { createNoticeSender } from "@/server/notices/notice-sender";
import { createLogger } from "@/server/observability/pino-logger";
import { Secret } from "@/shared/secret";
import { FixedClock } from "@/test/fixed-clock";
import { noticeMessage } from "@/test/notice-message";

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: unknown;
  readonly isSecure: boolean;
  readonly source: string;
}

const clock = new FixedClock();
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A mail server with a certificate that it made itself; it takes the password `canary-password`. */
async function mailServer(options: SMTPServerOptions = {}): Promise<{ port: number; mails: Mail[] }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    logger: false,
    closeTimeout: 1,
    onAuth: ({ username, password }, _session, callback) =>
      password === "canary-password" ? callback(null, { user: username }) : callback(null, { data: {} }),
    onData: (stream, { envelope, user, secure }, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push({
          from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          user,
          isSecure: secure,
          source: Buffer.concat(chunks).toString(),
        });
        callback(null);
      });
    },
    ...options,
  });
  // A client that breaks the handshake off, as ours does with a foreign certificate.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

/** A server that says what it is told to. */
async function talker(talk: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function channelTo(url: string, timeoutMs?: number): EmailChannel {
  const from = "Wheelhouse at Home <desk@example.com>";
  const channel = createEmailChannel({ url: new Secret(url), from }, clock, timeoutMs);
  ends.push(() => channel.close());
  return channel;
}

async function outcomeOf(url: string, timeoutMs?: number): Promise<unknown> {
  const { outcome } = await channelTo(url, timeoutMs).send("ada@example.com", noticeMessage());
  return outcome.kind === "delivered" ? outcome.kind : `${outcome.kind} ${outcome.code}`;
}

function replyWith(responseCode: number) {
  return Object.assign(new Error("no to canary@example.com"), { responseCode });
}

/** The parts of a multipart mail, by type, decoded from quoted-printable. */
function partsOf(source: string): Record<string, string> {
  const boundary = /boundary="([^"]+)"/.exec(source)?.[1] ?? "";
  const parts = source.split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const [head = "", ...body] = part.split("\r\n\r\n");
      const bytes = body
        .join("\r\n\r\n")
        .replace(/=\r\n/g, "")
        .replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      const isQuoted = /quoted-printable/.test(head);
      const text = isQuoted ? Buffer.from(bytes, "latin1").toString("utf8") : body.join("\r\n\r\n");
      return [/Content-Type: ([a-z/]+)/.exec(head)?.[1] ?? "", text.replaceAll("\r\n", "\n")];
    }),
  );
}

function headersOf(source: string): Record<string, string> {
  const head = source.split("\r\n\r\n")[0] ?? "";
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  return Object.fromEntries(lines.map((line) => [line.split(":")[0] ?? "", line.replace(/^[^:]+: ?/, "")]));
}

describe("a mail", () => {
  it("says the notice as text and as HTML", async () => {
    const { port, mails } = await mailServer();
    const { outcome } = await channelTo(`smtp://127.0.0.1:${port}`).send("ada@example.com", noticeMessage());
    expect(outcome).toEqual({ kind: "delivered" });
    const [mail] = mails;
    expect(mail).toMatchObject({ from: "desk@example.com", to: ["ada@example.com"] });
    expect(headersOf(mail?.source ?? "")).toMatchObject({
      From: "Wheelhouse at Home <desk@example.com>",
      To: "ada@example.com",
      Subject: "[Wheelhouse] Robinhood needs you",
      Date: "Mon, 02 Mar 2026 14:30:00 +0000",
      "Message-ID": "<0a1b2c3d-0000-4000-8000-000000000001@example.com>",
      "Auto-Submitted": "auto-generated",
    });
    const parts = partsOf(mail?.source ?? "");
    expect(parts["text/plain"]).toBe(`Robinhood needs you

The session has ended.

Sign in again.

Connection: Main account
Deadline: 2026-03-03 09:05 UTC
Reason: Session expired, please login again (1003)

https://desk.example.com/connections/c-1

-- 
Wheelhouse never asks for a password or a code by e-mail.

`);
    expect(parts["text/html"]).toContain('>Robinhood needs you</h1>\n<p style="margin:0 0 12px">The session');
    expect(parts["text/html"]).toContain(
      "Connection: Main account<br>Deadline: 2026-03-03 09:05 UTC<br>Reason",
    );
    expect(parts["text/html"]).toContain('<a href="https://desk.example.com/connections/c-1" style=');
    expect(parts["text/html"]).not.toMatch(/<img|src=|url\(|<script|<link/);
  });

  it.each([
    ["desk@example.com", "desk@example.com"],
    ["The Office <no-reply@office.example.org>", "no-reply@office.example.org"],
  ])("comes from %s where SMTP_FROM says so, to the server and to the reader", async (from, address) => {
    const { port, mails } = await mailServer();
    const { mail: settings } = readEnvironment(
      { SMTP_URL: `smtp://127.0.0.1:${port}`, SMTP_FROM: from },
      tmpdir(),
    );
    if (settings === null) throw new Error("both are set");
    const channel = createEmailChannel(settings, clock);
    ends.push(() => channel.close());
    const { outcome } = await channel.send("ada@example.com", noticeMessage());
    expect(outcome).toEqual({ kind: "delivered" });
    const [mail] = mails;
    expect(mail?.from).toBe(address);
    const headers = headersOf(mail?.source ?? "");
    expect(headers["From"]).toBe(from);
    expect(headers["Message-ID"]).toContain(`@${address.split("@")[1]}>`);
  });

  it("lets no text begin a header, another recipient or markup", async () => {
    const { port, mails } = await mailServer();
    const hostile = 'é</title><script>x</script>"\r\nBcc: eve@example.com\r\n\r\nbody';
    const message = noticeMessage({
      title: hostile,
      text: hostile,
      connectionLabel: hostile,
      errorCode: null,
      deadlineAt: null,
      url: 'https://desk.example.com/"onclick="x',
    });
    await channelTo(`smtp://127.0.0.1:${port}`).send("ada@example.com", message);
    const [mail] = mails;
    expect(mail?.to).toEqual(["ada@example.com"]);
    const headers = headersOf(mail?.source ?? "");
    expect(headers).not.toHaveProperty("Bcc");
    expect(headers["Subject"]).toMatch(/^=\?UTF-8\?/);
    const html = partsOf(mail?.source ?? "")["text/html"] ?? "";
    expect(html).not.toMatch(/<script|"onclick="x/);
    expect(html).toContain("é&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;&quot; Bcc: eve@example.com");
  });

  it("leaves the facts out where there are none", async () => {
    const { port, mails } = await mailServer();
    const message = noticeMessage({ connectionLabel: null, errorCode: null, deadlineAt: null });
    await channelTo(`smtp://127.0.0.1:${port}`).send("ada@example.com", message);
    const parts = partsOf(mails[0]?.source ?? "");
    expect(parts["text/plain"]).toContain("Sign in again.\n\nhttps://");
    expect(parts["text/html"]).not.toContain("<p></p>");
  });

  it("goes to one recipient whatever the address says", async () => {
    const { port, mails } = await mailServer();
    const channel = channelTo(`smtp://127.0.0.1:${port}`);
    for (const to of ["ada@example.com, eve@example.com", "ada@example.com\r\nRCPT TO:<eve@example.com>"]) {
      const { outcome } = await channel.send(to, noticeMessage());
      expect(outcome).toEqual({ kind: "refused", code: "NOTICE_REFUSED" });
    }
    expect(mails).toEqual([]);
  });
});

describe("a mail server", () => {
  it("on this machine gets the login, upgraded to TLS where it offers that, and plain where not", async () => {
    const withTls = await mailServer();
    expect(await outcomeOf(`smtp://me%40x:canary-password@127.0.0.1:${withTls.port}`)).toBe("delivered");
    expect(withTls.mails).toMatchObject([{ user: "me@x", isSecure: true }]);
    const without = await mailServer({ disabledCommands: ["STARTTLS"] });
    expect(await outcomeOf(`smtp://me%40x:canary-password@localhost:${without.port}`)).toBe("delivered");
    expect(without.mails).toMatchObject([{ user: "me@x", isSecure: false }]);
  });

  it("may speak TLS from the start", async () => {
    const { port, mails } = await mailServer({ secure: true });
    expect(await outcomeOf(`smtps://me:canary-password@127.0.0.1:${port}`)).toBe("delivered");
    expect(mails).toMatchObject([{ user: "me", isSecure: true }]);
  });

  // 0.0.0.0 leads to this machine without being one of its loopback names: it stands for another host.
  it("elsewhere gets no password without TLS", async () => {
    const { port, mails } = await mailServer({ disabledCommands: ["STARTTLS"] });
    expect(await outcomeOf(`smtp://me:canary-password@0.0.0.0:${port}`)).toBe("failed NOTICE_MAIL_SETTINGS");
    expect(mails).toEqual([]);
    expect(await outcomeOf(`smtp://0.0.0.0:${port}`)).toBe("delivered");
  });

  it("elsewhere must prove who it is", async () => {
    const { port, mails } = await mailServer();
    expect(await outcomeOf(`smtp://me:canary-password@0.0.0.0:${port}`)).toBe("failed CONN_SSL_ERROR");
    expect(await outcomeOf(`smtp://0.0.0.0:${port}`)).toBe("failed CONN_SSL_ERROR");
    const fromStart = await mailServer({ secure: true });
    expect(await outcomeOf(`smtps://0.0.0.0:${fromStart.port}`)).toBe("failed CONN_SSL_ERROR");
    expect([...mails, ...fromStart.mails]).toEqual([]);
  });

  it.each<[string, string, SMTPServerOptions]>([
    [
      "refuses the password",
      "failed NOTICE_MAIL_SETTINGS",
      { onAuth: (_a, _s, done) => done(replyWith(535)) },
    ],
    [
      "can't check the password now",
      "failed NOTICE_UNDELIVERED",
      { onAuth: (_a, _s, done) => done(replyWith(454)) },
    ],
    ["knows no login and wants none", "delivered", { disabledCommands: ["AUTH", "STARTTLS"] }],
    [
      "refuses the sender",
      "failed NOTICE_MAIL_SETTINGS",
      { onMailFrom: (_a, _s, done) => done(replyWith(550)) },
    ],
    [
      "wants another login",
      "failed NOTICE_MAIL_SETTINGS",
      { onRcptTo: (_a, _s, done) => done(replyWith(530)) },
    ],
    [
      "knows no such recipient",
      "refused NOTICE_REFUSED",
      { onRcptTo: (_a, _s, done) => done(replyWith(550)) },
    ],
    ["asks to come back", "failed NOTICE_UNDELIVERED", { onRcptTo: (_a, _s, done) => done(replyWith(451)) }],
    ["lost the thread", "failed NOTICE_UNDELIVERED", { onRcptTo: (_a, _s, done) => done(replyWith(503)) }],
    [
      "has no space",
      "failed NOTICE_UNDELIVERED",
      {
        onData: (stream, _s, done) => {
          stream.resume();
          stream.on("end", () => done(replyWith(452)));
        },
      },
    ],
    [
      "takes it for junk",
      "refused NOTICE_REFUSED",
      {
        onData: (stream, _s, done) => {
          stream.resume();
          stream.on("end", () => done(replyWith(554)));
        },
      },
    ],
    ["is closed to us", "failed NOTICE_MAIL_SETTINGS", { onConnect: (_s, done) => done(replyWith(554)) }],
  ])("that %s: %s", async (_title, outcome, options) => {
    const { port } = await mailServer(options);
    expect(await outcomeOf(`smtp://me:canary-password@127.0.0.1:${port}`)).toBe(outcome);
  });

  it("that is not there, is silent, hangs up or speaks no SMTP is worth another try", async () => {
    expect(await outcomeOf("smtp://127.0.0.1:1")).toBe("failed CONN_NETWORK_ERROR");
    const silent = await talker(() => undefined);
    expect(await outcomeOf(`smtp://127.0.0.1:${silent}`, 30)).toBe("failed CONN_TIMEOUT");
    const hangsUp = await talker((socket) => socket.end());
    expect(await outcomeOf(`smtp://127.0.0.1:${hangsUp}`)).toBe("failed CONN_NETWORK_ERROR");
    const plain = await talker((socket) => socket.write("220 hello\r\n"));
    expect(await outcomeOf(`smtps://127.0.0.1:${plain}`)).toBe("failed CONN_SSL_ERROR");
  });

  it("that trickles is a time-out of the whole", async () => {
    const port = await talker((socket) => {
      socket.write("220 hello\r\n");
      const trickle = setInterval(() => socket.write("250-x\r\n"), 10);
      socket.on("close", () => clearInterval(trickle));
    });
    expect(await outcomeOf(`smtp://127.0.0.1:${port}`, 40)).toBe("failed CONN_TIMEOUT");
  });

  it("is left at once when the channel closes", async () => {
    const connected: { resolve: () => void } = { resolve: () => undefined };
    const isConnected = new Promise<void>((resolve) => {
      connected.resolve = resolve;
    });
    const port = await talker(() => connected.resolve());
    const channel = channelTo(`smtp://127.0.0.1:${port}`);
    const sending = channel.send("ada@example.com", noticeMessage());
    await isConnected;
    channel.close();
    expect((await sending).outcome).toMatchObject({ kind: "failed", code: "CONN_NETWORK_ERROR" });
  });
});

it("leaves no recipient, password, user, text or word of the server in log and outcome", async () => {
  const lines: string[] = [];
  const outcomes: unknown[] = [];
  const destinations = [{ kind: "writer", write: (line: string) => lines.push(line) }] as const;
  const log = createLogger({ level: "DEBUG", clock, destinations });
  const servers = [
    await mailServer(),
    await mailServer({ onAuth: (_a, _s, done) => done(replyWith(535)) }),
    await mailServer({ onRcptTo: (_a, _s, done) => done(replyWith(550)) }),
    await mailServer({ onMailFrom: (_a, _s, done) => done(replyWith(451)) }),
    { port: 1 },
  ];
  for (const { port } of servers) {
    const url = new Secret(`smtp://canary-user:canary-password@127.0.0.1:${port}`);
    const mail = { url, from: "canary-from@example.com" };
    const http = createPublicClient({ privateHosts: [], userAgent: "Wheelhouse" });
    const sender = createNoticeSender({ mail, http, clock, log });
    expect(sender.kinds).toEqual(["email", "webhook", "slack", "discord", "teams", "ntfy"]);
    const message = noticeMessage({ title: "canary-title", text: "canary-text", connectionLabel: "canary" });
    outcomes.push(await sender.send({ kind: "email", to: "canary-to@example.com" }, null, message));
    await sender.close();
  }
  expect(outcomes).toMatchObject([
    { kind: "delivered" },
    { code: "NOTICE_MAIL_SETTINGS" },
    { code: "NOTICE_REFUSED" },
    { code: "NOTICE_UNDELIVERED" },
    { code: "CONN_NETWORK_ERROR" },
  ]);
  expect(lines).toHaveLength(5);
  expect(lines.join("")).toContain("EENVELOPE 550 RCPT TO");
  expect(lines.join("") + inspect(outcomes, { depth: 20 })).not.toMatch(/canary|Y2FuYXJ5|127\.0\.0\.1/);
});
