import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPublicClient } from "@/server/http/public-client";
import { createNoticeSender } from "@/server/notices/notice-sender";
import type { NoticeMessage, NoticeSender } from "@/server/notices/notice-sender.port";
import { newSigningSecret, webhookSignature } from "@/server/notices/signing-secret";
import { createLogger } from "@/server/observability/pino-logger";
import { systemRandom } from "@/server/random";
import { type ChannelTarget, NOTICE_KINDS } from "@/shared/schemas/notice";
import { Secret } from "@/shared/secret";
import { FixedClock } from "@/test/fixed-clock";
import { noticeMessage } from "@/test/notice-message";

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const clock = new FixedClock();
const signingSecret = newSigningSecret(systemRandom);
let server: Server;
let origin: string;
let received: Received[];
let answer: RequestListener;
let sender: NoticeSender;
let logLines: string[];

beforeEach(async () => {
  received = [];
  answer = (_request, response) => response.writeHead(204).end();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url: path, headers } = request;
      received.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  logLines = [];
  sender = makeSender();
});

afterEach(async () => {
  await sender.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function makeSender(timeoutMs = 5000): NoticeSender {
  const http = createPublicClient({ privateHosts: ["127.0.0.1"], userAgent: "Wheelhouse", timeoutMs });
  const destinations = [{ kind: "writer", write: (line: string) => logLines.push(line) }] as const;
  return createNoticeSender({
    mail: null,
    http,
    clock,
    log: createLogger({ level: "DEBUG", clock, destinations }),
  });
}

async function payloadOf(target: ChannelTarget, changes: Partial<NoticeMessage> = {}): Promise<unknown> {
  expect(await sender.send(target, signingSecret, noticeMessage(changes))).toEqual({ kind: "delivered" });
  return JSON.parse(received.at(-1)?.body ?? "null");
}

/** Text that tries everything: markup, links and mentions of each service, and a second line in a header. */
const HOSTILE = "<b>&*_~`|[x](y)# <!channel> <@U1> @everyone <at>A</at> \"q\" 's' :x: ||z|| \r\nBcc: a";

describe("a webhook", () => {
  const target = () => ({ kind: "webhook", url: `${origin}/hook?a=b` }) as const;

  it("gets the notice as JSON, signed by Standard Webhooks", async () => {
    expect(await payloadOf(target())).toEqual({
      type: "notice.needs_person",
      timestamp: "2026-03-02T14:29:00.000Z",
      data: {
        id: "0a1b2c3d-0000-4000-8000-000000000001",
        title: "Robinhood needs you",
        text: "The session has ended.\nSign in again.",
        url: "https://desk.example.com/connections/c-1",
        connectionId: "c-1",
        connectionLabel: "Main account",
        errorCode: "AUTH_SESSION_EXPIRED",
        errorNumber: "1003",
        deadlineAt: "2026-03-03T09:05:30.000Z",
      },
    });
    const { method, path, headers, body } = received[0] ?? {};
    expect([method, path, headers?.["content-type"]]).toEqual(["POST", "/hook?a=b", "application/json"]);
    expect(headers?.["webhook-id"]).toBe("0a1b2c3d-0000-4000-8000-000000000001");
    expect(headers?.["webhook-timestamp"]).toBe("1772461800");
    const key = Buffer.from(signingSecret.reveal().replace("whsec_", ""), "base64");
    const signed = createHmac("sha256", key)
      .update(`0a1b2c3d-0000-4000-8000-000000000001.1772461800.${body}`)
      .digest("base64");
    expect(headers?.["webhook-signature"]).toBe(`v1,${signed}`);
  });

  it("gets what is unknown as null", async () => {
    expect(
      await payloadOf(target(), {
        connectionId: null,
        connectionLabel: null,
        errorCode: null,
        deadlineAt: null,
      }),
    ).toMatchObject({
      data: {
        connectionId: null,
        connectionLabel: null,
        errorCode: null,
        errorNumber: null,
        deadlineAt: null,
      },
    });
  });

  it("signs as the example of the specification's libraries", () => {
    const secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    expect(webhookSignature(secret, id, 1_614_265_330, '{"test": 2432232314}')).toBe(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });

  it("is not called without a signing secret", async () => {
    await expect(sender.send(target(), null, noticeMessage())).rejects.toThrow("signing secret");
    expect(received).toEqual([]);
  });

  it("has a secret of 32 random bytes that does not print", () => {
    const other = newSigningSecret(systemRandom);
    expect(other.reveal()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(other.reveal()).not.toBe(signingSecret.reveal());
    expect(String(other)).toBe("[redacted]");
  });
});

describe("Slack and Mattermost", () => {
  const target = () => ({ kind: "slack", url: `${origin}/services/T/B/x` }) as const;

  it("get text and blocks", async () => {
    const body =
      "The session has ended.\nSign in again.\nConnection: Main account\nDeadline: 2026-03-03 09:05 UTC\n" +
      "Reason: Session expired, please login again (1003)";
    expect(await payloadOf(target())).toEqual({
      text: `Robinhood needs you\n${body}\nhttps://desk.example.com/connections/c-1`,
      blocks: [
        { type: "header", text: { type: "plain_text", text: "Robinhood needs you", emoji: false } },
        { type: "section", text: { type: "plain_text", text: body, emoji: false } },
        {
          type: "section",
          text: { type: "mrkdwn", text: "<https://desk.example.com/connections/c-1|Open in Wheelhouse>" },
        },
      ],
      mrkdwn: false,
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it("get hostile text as text", async () => {
    const payload = await payloadOf(target(), {
      title: HOSTILE,
      text: "",
      connectionLabel: HOSTILE,
      url: "https://desk.example.com/?a=1&b=<x>|y",
    });
    const all = JSON.stringify(payload);
    expect(all).not.toMatch(/<(b|!|@|at)/);
    expect(payload).toMatchObject({
      text: expect.stringContaining(
        "\\*\\_\\~\\`\\|\\[x\\](y)\\# &lt;!channel&gt; &lt;@\u200bU1&gt; @\u200beveryone",
      ),
      blocks: [
        { text: { text: expect.stringMatching(/^&lt;b&gt;&amp;\*_~`/) } },
        { text: { text: expect.stringContaining("Connection: &lt;b&gt;&amp;") } },
        { text: { text: "<https://desk.example.com/?a=1&amp;b=&lt;x&gt;%7Cy|Open in Wheelhouse>" } },
      ],
    });
  });

  it("get no empty block, which Slack refuses, and no longer ones than it takes", async () => {
    const bare = { text: " \n", connectionLabel: null, errorCode: null, deadlineAt: null };
    expect(await payloadOf(target(), bare)).toMatchObject({
      blocks: [{ type: "header" }, { type: "section", text: { type: "mrkdwn" } }],
    });
    const payload = await payloadOf(target(), { title: "&".repeat(200), text: "<".repeat(4000) });
    const { blocks } = payload as { blocks: { text: { text: string } }[] };
    expect(blocks[0]?.text.text.length).toBeLessThanOrEqual(150);
    expect(blocks[1]?.text.text.length).toBeLessThanOrEqual(3000);
    expect(blocks[1]?.text.text).toMatch(/&lt;…$/);
  });
});

describe("Discord", () => {
  const target = () => ({ kind: "discord", url: `${origin}/api/webhooks/1/x` }) as const;

  it("gets content that mentions nobody and previews nothing", async () => {
    expect(await payloadOf(target())).toEqual({
      content:
        "**Robinhood needs you**\nThe session has ended.\nSign in again.\nConnection\\: Main account\n" +
        "Deadline\\: 2026\\-03\\-03 09\\:05 UTC\nReason\\: Session expired, please login again \\(1003\\)\n" +
        "https://desk.example.com/connections/c-1",
      allowed_mentions: { parse: [] },
      flags: 4,
    });
  });

  it("gets hostile text as text", async () => {
    const { content } = (await payloadOf(target(), { text: HOSTILE })) as { content: string };
    expect(content).toContain(
      "\\<b\\>&\\*\\_\\~\\`\\|\\[x\\]\\(y\\)\\# \\<!channel\\> \\<@\u200bU1\\> @\u200beveryone",
    );
    expect(content).toContain("\\:x\\: \\|\\|z\\|\\|");
  });

  it("gets 2000 characters at most, with the link whole", async () => {
    const { content } = (await payloadOf(target(), { title: "*".repeat(999), text: "_".repeat(9999) })) as {
      content: string;
    };
    expect(content.length).toBeLessThanOrEqual(2000);
    expect(content).toMatch(/\\_…\nhttps:\/\/desk\.example\.com\/connections\/c-1$/);
  });
});

it("Teams gets an adaptive card whose text is in runs, which know no markup", async () => {
  const target = { kind: "teams", url: `${origin}/workflows/x` } as const;
  const run = (text: string, style = {}) => ({
    type: "RichTextBlock",
    inlines: [{ type: "TextRun", text, ...style }],
  });
  expect(await payloadOf(target, { connectionLabel: "**A** [x](y)", errorCode: null })).toEqual({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            run("Robinhood needs you", { weight: "Bolder", size: "Medium" }),
            run("The session has ended."),
            run("Sign in again."),
            run("Connection: **A** [x](y)", { isSubtle: true }),
            run("Deadline: 2026-03-03 09:05 UTC", { isSubtle: true }),
          ],
          actions: [
            {
              type: "Action.OpenUrl",
              title: "Open in Wheelhouse",
              url: "https://desk.example.com/connections/c-1",
            },
          ],
        },
      },
    ],
  });
});

describe("ntfy", () => {
  it("gets JSON at the server's root, with the topic of the address", async () => {
    expect(await payloadOf({ kind: "ntfy", url: `${origin}/my-topic_1` })).toEqual({
      topic: "my-topic_1",
      title: "Robinhood needs you",
      message:
        "The session has ended.\nSign in again.\nConnection: Main account\nDeadline: 2026-03-03 09:05 UTC\n" +
        "Reason: Session expired, please login again (1003)",
      click: "https://desk.example.com/connections/c-1",
      priority: 4,
      tags: ["warning"],
    });
    expect(received[0]?.path).toBe("/");
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  it("gets the token of a protected topic", async () => {
    await payloadOf({ kind: "ntfy", url: `${origin}/topic/`, token: "tk_1" });
    expect(received[0]?.headers.authorization).toBe("Bearer tk_1");
  });

  it("has a look for each kind of notice", async () => {
    const looks: unknown[] = [];
    for (const kind of NOTICE_KINDS)
      looks.push(await payloadOf({ kind: "ntfy", url: `${origin}/t` }, { kind }));
    expect(looks).toMatchObject([
      { priority: 4, tags: ["warning"] },
      { priority: 4, tags: ["hourglass_flowing_sand"] },
      { priority: 3, tags: ["white_check_mark"] },
      { priority: 4, tags: ["lock"] },
      { priority: 4, tags: ["chart_with_upwards_trend"] },
      { priority: 4, tags: ["key"] },
      { priority: 3, tags: ["bell"] },
    ]);
  });

  it.each([
    ["no topic", "ORIGIN/", undefined],
    ["a longer path", "ORIGIN/a/b", undefined],
    ["a topic with other characters", "ORIGIN/a%20b", undefined],
    ["no address", "ntfy", undefined],
    ["a token that would begin a header", "ORIGIN/t", "x\r\nX-Evil: 1"],
  ])("is refused where the address has %s", async (_title, url, token) => {
    const target = { kind: "ntfy", url: url.replace("ORIGIN", origin), ...(token ? { token } : {}) } as const;
    const outcome = await sender.send(target, null, noticeMessage());
    expect(outcome).toEqual({ kind: "refused", code: "NOTICE_REFUSED" });
    expect(received).toEqual([]);
  });
});

describe("an outcome", () => {
  const target = () => ({ kind: "slack", url: `${origin}/services/canary-hook` }) as const;
  const failed = (retryAfterSeconds: number | null = null) => ({
    kind: "failed",
    code: "NOTICE_UNDELIVERED",
    retryAfterSeconds,
  });
  const refused = { kind: "refused", code: "NOTICE_REFUSED" };

  it.each([
    [200, {}, { kind: "delivered" }],
    [202, {}, { kind: "delivered" }],
    [204, {}, { kind: "delivered" }],
    [301, { Location: "https://example.com/" }, refused],
    [307, { Location: "/elsewhere" }, refused],
    [400, {}, refused],
    [401, {}, refused],
    [403, {}, refused],
    [404, {}, refused],
    [405, {}, refused],
    [408, {}, failed()],
    [410, {}, refused],
    [413, {}, refused],
    [425, {}, failed()],
    [429, {}, failed()],
    [429, { "Retry-After": "30" }, failed(30)],
    [429, { "Retry-After": "Mon, 02 Mar 2026 14:35:00 GMT" }, failed(300)],
    [429, { "Retry-After": "9999999" }, failed(86_400)],
    [429, { "Retry-After": "later" }, failed()],
    [500, {}, failed()],
    [502, {}, failed()],
    [503, { "Retry-After": "5" }, failed(5)],
  ])("of status %i with %o is %o", async (status, headers, outcome) => {
    answer = (_request, response) => response.writeHead(status, headers).end("canary-reply");
    expect(await sender.send(target(), null, noticeMessage())).toEqual(outcome);
    expect(received).toHaveLength(1);
    expect(logLines.join("")).toContain(`HTTP ${status}`);
    expect(logLines.join("")).not.toMatch(/canary|127\.0\.0\.1/);
  });

  it("of a receiver that does not answer is a time-out", async () => {
    answer = () => undefined;
    const impatient = makeSender(30);
    const outcome = { kind: "failed", code: "CONN_TIMEOUT", retryAfterSeconds: null };
    expect(await impatient.send(target(), null, noticeMessage())).toEqual(outcome);
    await impatient.close();
  });

  it("of a reply that is not HTTP is worth another try", async () => {
    answer = (request) => request.socket.end("canary-reply\r\n\r\n");
    expect(await sender.send(target(), null, noticeMessage())).toEqual(failed());
  });

  it("of a closed port is one of the network, and of a refused address a refusal", async () => {
    const closed = { kind: "slack", url: "http://127.0.0.1:1/canary-hook" } as const;
    const network = { kind: "failed", code: "CONN_NETWORK_ERROR", retryAfterSeconds: null };
    expect(await sender.send(closed, null, noticeMessage())).toEqual(network);
    const inside = { kind: "slack", url: "https://10.0.0.1/canary-hook" } as const;
    const outcome = { kind: "refused", code: "CONN_ADDRESS_REFUSED" };
    expect(await sender.send(inside, null, noticeMessage())).toEqual(outcome);
    expect(logLines.join("")).toContain("ECONNREFUSED");
    expect(logLines.join("")).not.toContain("canary");
  });
});

it("leaves no address, token, secret or text in log and outcome", async () => {
  const url = `${origin}/canary-hook`;
  const secret = new Secret(`whsec_${Buffer.from("canary-secret-canary-secret").toString("base64")}`);
  const message = noticeMessage({
    title: "canary-title",
    text: "canary-text",
    connectionLabel: "canary-label",
  });
  const outcomes: unknown[] = [];
  for (const status of [200, 302, 404, 500]) {
    answer = (_request, response) => response.writeHead(status).end("canary-reply");
    outcomes.push(
      await sender.send({ kind: "webhook", url }, secret, message),
      await sender.send({ kind: "slack", url }, secret, message),
      await sender.send({ kind: "discord", url }, secret, message),
      await sender.send({ kind: "teams", url }, secret, message),
      await sender.send({ kind: "ntfy", url, token: "canary-token" }, secret, message),
    );
  }
  outcomes.push(await sender.send({ kind: "email", to: "canary@example.com" }, null, message));
  expect(received).toHaveLength(20);
  expect(logLines).toHaveLength(21);
  expect(logLines.join("") + inspect(outcomes, { depth: 20 })).not.toMatch(/canary|Y2FuYXJ5/);
});

it("without a mail server does not offer e-mail, and keeps what is sent by it for later", async () => {
  expect(sender.kinds).toEqual(["webhook", "slack", "discord", "teams", "ntfy"]);
  const outcome = await sender.send({ kind: "email", to: "a@example.com" }, null, noticeMessage());
  expect(outcome).toEqual({ kind: "failed", code: "NOTICE_MAIL_SETTINGS", retryAfterSeconds: null });
});

it("does not take a fault of its own for one of the receiver", async () => {
  const fault = new TypeError("a bug");
  const http = { post: () => Promise.reject(fault), close: () => Promise.resolve() };
  const log = createLogger({ level: "ERROR", clock, destinations: [] });
  const broken = createNoticeSender({ mail: null, http, clock, log });
  await expect(broken.send({ kind: "slack", url: origin }, null, noticeMessage())).rejects.toBe(fault);
});
