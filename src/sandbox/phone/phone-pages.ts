import { createHash } from "node:crypto";
import type { PendingChallenge, PersonView, PhoneMessage } from "../broker";
import type { SandboxReply } from "../http/exchange";
import { type Html, html } from "./html";
import { phoneScript } from "./phone-script";
import { phoneStyle } from "./phone-style";

const digest = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = [
  "default-src 'none'",
  `style-src ${digest(phoneStyle)}`,
  `script-src ${digest(phoneScript)}`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");
const headers = {
  "Content-Security-Policy": policy,
  "Cache-Control": "no-store",
  "Referrer-Policy": "same-origin",
};

/** The list of people, with who has something waiting. */
export function peoplePage(people: readonly PersonView[]): SandboxReply {
  return page(
    "Phones of the sandbox",
    "",
    "/phone/live",
    peopleList(people),
    html`<p class="soft">
    These people are made up. Choose one to see what is on their phone: approvals that wait, text messages,
    e-mails and the authenticator app.</p>`,
  );
}

export function peopleLive(people: readonly PersonView[]): SandboxReply {
  return fragment(peopleList(people));
}

/** One person's phone. */
export function phonePage(person: PersonView): SandboxReply {
  return page(
    `${person.name}'s phone`,
    "phone",
    `/phone/${person.key}/live`,
    phoneContent(person),
    html`<p
    class="small"><a href="/phone">All phones</a></p>`,
  );
}

export function phoneLive(person: PersonView): SandboxReply {
  return fragment(phoneContent(person));
}

function peopleList(people: readonly PersonView[]): Html {
  return html`<ul class="people">${people.map(
    (
      person,
    ) => html`<li><span><a id="to-${person.key}" href="/phone/${person.key}">${person.name}</a><br><span
      class="soft small">${person.about}</span></span>${stateTag(person)}</li>`,
  )}</ul>`;
}

function stateTag(person: PersonView): Html {
  if (person.lockedUntil !== null) return html`<span class="tag">Locked</span>`;
  const waiting = person.pending.length;
  if (waiting > 0) return html`<span class="tag waiting">${waiting} waiting</span>`;
  if (person.liveSessions > 0) return html`<span class="tag">Signed in</span>`;
  return html``;
}

function phoneContent(person: PersonView): Html {
  const prompts = person.pending.filter((challenge) => challenge.type === "prompt");
  return html`<section aria-labelledby="waiting"><h2 id="waiting">Waiting for you</h2>${
    prompts.length > 0
      ? prompts.map((prompt) => promptCard(person, prompt))
      : html`<p class="soft">Nothing to approve. A prompt appears here by itself.</p>`
  }</section>
  ${messageSection("Text messages", "sms", person)}${messageSection("E-mails", "email", person)}
  ${authenticatorSection(person)}
  <section aria-labelledby="account"><h2 id="account">Sign-in</h2><div class="card small"><dl>
    <dt>User name</dt><dd><code>${person.username}</code></dd>
    <dt>Password</dt><dd><code>${person.password}</code></dd>
    <dt>Phone</dt><dd>${person.phoneNumber}</dd>
    <dt>Signed in on</dt><dd>${person.liveSessions} ${person.liveSessions === 1 ? "device" : "devices"}</dd>
  </dl>${person.lockedUntil === null ? html`` : html`<p>Locked until ${clockTime(person.lockedUntil)}.</p>`}</div></section>`;
}

function promptCard(person: PersonView, prompt: PendingChallenge): Html {
  const target = `/phone/${person.key}/prompts/${prompt.id}`;
  return html`<div class="card prompt"><h3>Is this you signing in?</h3>
    <p>A new device asks to sign in to your account. It has until ${clockTime(prompt.expiresAt)}.</p>
    <div class="buttons"><form method="post" action="${target}/approve"><button id="approve-${prompt.id}"
      >Approve</button></form><form method="post" action="${target}/deny"><button class="deny"
      id="deny-${prompt.id}">Deny</button></form></div></div>`;
}

function messageSection(title: string, kind: PhoneMessage["kind"], person: PersonView): Html {
  const messages = person.messages.filter((message) => message.kind === kind).reverse();
  if (messages.length === 0) return html``;
  return html`<section aria-labelledby="${kind}"><h2 id="${kind}">${title}</h2>${messages.map(
    (message) => html`<div class="bubble"><p class="code">${message.code}</p><p>${message.text}</p><p
      class="soft small">${clockTime(message.at)}</p></div>`,
  )}</section>`;
}

function authenticatorSection(person: PersonView): Html {
  if (person.authenticator === null) return html``;
  const { code, changesAt, secret } = person.authenticator;
  return html`<section aria-labelledby="app" aria-live="off"><h2 id="app">Authenticator app</h2><div class="card"><p
    class="code">${code}</p><p class="soft small">Changes at ${clockTime(changesAt)}. Secret: <code>${secret}</code></p
    ></div></section>`;
}

/** `12:05:00 UTC`, in the sandbox's time. */
function clockTime(iso: string): string {
  return `${iso.slice(11, 19)} UTC`;
}

function page(title: string, kind: string, from: string, live: Html, lead: Html): SandboxReply {
  const text = html`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>`.text
    .concat(phoneStyle)
    .concat(
      html`</style></head><body><header class="${kind === "" ? "" : "phone-top"}"><h1>${title}</h1>${lead}</header>
<main class="${kind}"><div id="live" aria-live="polite" data-from="${from}">${live}</div></main>
<footer class="soft small"><p>Broker sandbox. Nothing here is real; times are the sandbox's.</p></footer><script>`
        .text,
    )
    .concat(phoneScript)
    .concat("</script></body></html>");
  return { status: 200, text, contentType: "text/html; charset=utf-8", headers };
}

function fragment(content: Html): SandboxReply {
  return { status: 200, text: content.text, contentType: "text/html; charset=utf-8", headers };
}
