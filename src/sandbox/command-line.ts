import { parseArgs } from "node:util";
import { type FaultRule, faultRuleSchema } from "./http/faults";
import type { SandboxOptions } from "./sandbox-options";

export const helpText = `Simulates Robinhood's side over HTTP, with people and accounts that are made up.

  npm run sandbox -- [options]

  --port <n>         port to listen on (4010; 0 for any free one)
  --host <name>      address to listen on (127.0.0.1)
  --seed <text>      what ids, numbers and codes are drawn from (wheelhouse)
  --time <ISO time>  the sandbox's time at the start, such as 2026-01-05T15:00:00Z
  --frozen           time stands still until it is moved by the control interface
  --delay-ms <n>     delay of every answer of the broker
  --state <file>     keeps sessions and approved devices from one run to the next
  --public-url <url> what links in answers begin with (the Host that was asked)
  --knob <name=value>  a setting of the broker; may be given several times
  --fault <rule>     something to go wrong; may be given several times
  --help             this text

A fault rule is a kind and, after it, fields as name=value, set off by commas:

  --fault status,status=503,path=/accounts/*,count=2
  --fault status,status=429,retryAfterSeconds=30,person=ada,count=1
  --fault reset-after,method=POST,path=/oauth2/token/,grant=refresh_token,count=1
  --fault delay,delayMs=300,jitterMs=200,probability=0.5

Kinds: delay, hang, reset-before, reset-during, reset-after, status, html, truncated, wrong-types, empty,
wrong-code, late-code, deny-prompt, expire-prompt.
Knobs, people and the control interface: docs/sandbox.md.`;

/** Options from the words of the command line. Throws an Error whose message is for the person. */
export function readCommandLine(words: readonly string[]): SandboxOptions | "help" {
  const { values } = parseArgs({
    args: [...words],
    options: {
      port: { type: "string" },
      host: { type: "string" },
      seed: { type: "string" },
      time: { type: "string" },
      frozen: { type: "boolean" },
      "delay-ms": { type: "string" },
      "public-url": { type: "string" },
      state: { type: "string" },
      knob: { type: "string", multiple: true },
      fault: { type: "string", multiple: true },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) return "help";
  return {
    ...(values.port === undefined ? {} : { port: wholeNumber("--port", values.port) }),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.seed === undefined ? {} : { seed: values.seed }),
    ...(values.time === undefined ? {} : { time: instant(values.time) }),
    ...(values.frozen === undefined ? {} : { frozen: values.frozen }),
    ...(values["delay-ms"] === undefined ? {} : { delayMs: wholeNumber("--delay-ms", values["delay-ms"]) }),
    ...(values["public-url"] === undefined ? {} : { publicUrl: values["public-url"] }),
    ...(values.state === undefined ? {} : { statePath: values.state }),
    knobs: Object.fromEntries((values.knob ?? []).map(nameAndValue)),
    faults: (values.fault ?? []).map(faultRule),
  };
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${flag} takes a whole number, not "${text}".`);
  return Number(text);
}

function instant(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new Error(`--time takes an ISO time, not "${text}".`);
  return date;
}

function nameAndValue(text: string): [string, string] {
  const cut = text.indexOf("=");
  if (cut < 1) throw new Error(`"${text}" is not of the form name=value.`);
  return [text.slice(0, cut), text.slice(cut + 1)];
}

function faultRule(text: string): FaultRule {
  const [kind, ...fields] = text.split(",");
  return faultRuleSchema.parse({ kind, ...Object.fromEntries(fields.map(nameAndValue)) });
}
