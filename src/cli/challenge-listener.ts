import type { CommandCall } from "@/cli/command-spec";
import { timeLeft } from "@/cli/connection-words";
import { note } from "@/cli/reply";
import type { AskedChallenge, ChallengeReply, LoginListener } from "@/headless/login-run";
import type { Clock } from "@/server/clock";
import { type Challenge, type ChallengeKind, challengeCodeSchema } from "@/shared/schemas/challenge";

const COUNT_DOWN_MS = 1000;

const WAYS = {
  prompt: "approval in the broker's app",
  sms: "a code by text message",
  email: "a code by e-mail",
  app: "a code of your authenticator app",
  redirect: "a sign-in at the broker's page",
  gateway: "a sign-in at your gateway",
} as const satisfies Record<ChallengeKind, string>;

/** Shows the challenges of a login at the terminal and takes the answers. Without anybody to ask, it gives up. */
export function challengeListener(call: CommandCall, clock: Clock): LoginListener {
  return {
    challenge: (asked) => {
      if (!call.mayAsk) return Promise.resolve({ kind: "give_up" });
      const { challenge } = asked;
      const isCode = challenge.kind === "sms" || challenge.kind === "email" || challenge.kind === "app";
      if (isCode) return askCode(call, clock, asked);
      return challenge.kind === "redirect" ? askAddress(call, asked) : waitForApproval(call, clock, asked);
    },
  };
}

async function askCode(
  call: CommandCall,
  clock: Clock,
  { challenge, endsAt, signal }: AskedChallenge,
): Promise<ChallengeReply> {
  const { terminal } = call;
  if (challenge.lastCodeRejected) terminal.error("The code was not accepted.");
  const where = challenge.destination === null ? "" : ` to ${challenge.destination}`;
  terminal.error(`The broker wants ${WAYS[challenge.kind]}${where}; ${timeLeft(endsAt, clock.now())} left.`);
  const switchTo = switchOf(challenge);
  if (switchTo !== undefined) terminal.error(`Type s and Enter for ${WAYS[switchTo]} instead.`);
  for (;;) {
    const tries = challenge.attemptsLeft === null ? "" : ` (${triesText(challenge.attemptsLeft)})`;
    const typed = await terminal.ask(`Code${tries}: `, { hidden: true, signal });
    if (switchTo !== undefined && typed.trim().toLowerCase() === "s") return { kind: "switch", to: switchTo };
    const code = challengeCodeSchema.safeParse(typed);
    if (code.success) return { kind: "answer", answer: { kind: "code", code: code.data } };
    terminal.error(`  ${code.error.issues[0]?.message ?? "That is no code"}.`);
  }
}

const triesText = (left: number): string => (left === 1 ? "1 try left" : `${left} tries left`);

async function askAddress(call: CommandCall, { challenge, signal }: AskedChallenge): Promise<ChallengeReply> {
  call.terminal.error(`Sign in at ${challenge.url ?? "the broker's page"},`);
  call.terminal.error("then paste the whole address that the browser shows afterwards.");
  for (;;) {
    const url = (await call.terminal.ask("Address: ", { hidden: true, signal })).trim();
    if (URL.canParse(url)) return { kind: "answer", answer: { kind: "redirected", url } };
    call.terminal.error("  That is no whole address; it begins with https://.");
  }
}

/** Counts down until the loop finds out how it ended; resolves only where the person wants another way. */
function waitForApproval(
  call: CommandCall,
  clock: Clock,
  { challenge, endsAt, signal }: AskedChallenge,
): Promise<ChallengeReply> {
  const { terminal } = call;
  const where = challenge.destination === null ? "" : ` on ${challenge.destination}`;
  note(
    call,
    challenge.url === null ? `Approve the sign-in in the broker's app${where}.` : gatewayText(challenge),
  );
  const switchTo = switchOf(challenge);
  const hint = switchTo === undefined ? "" : `, s for ${WAYS[switchTo]} instead`;
  const over = new AbortController();
  const end = () => {
    over.abort();
    terminal.status(null);
    stop();
  };
  let choose = (_reply: ChallengeReply) => {};
  const stop = terminal.onKey((key) => {
    if (key.toLowerCase() !== "s" || switchTo === undefined) return;
    end();
    choose({ kind: "switch", to: switchTo });
  });
  signal.addEventListener("abort", end, { once: true });
  const countDown = async () => {
    while (!over.signal.aborted) {
      terminal.status(`Waiting, ${timeLeft(endsAt, clock.now())} left (Ctrl-C cancels${hint}) `);
      await clock.sleep(COUNT_DOWN_MS, over.signal);
    }
  };
  void countDown();
  return new Promise((resolve) => {
    choose = resolve;
  });
}

const gatewayText = ({ url }: Challenge): string => `Sign in at ${url}; it goes on here by itself.`;

/** The other way that one key chooses: a text message before an e-mail before anything else. */
function switchOf({ alternatives }: Challenge): ChallengeKind | undefined {
  return (["sms", "email", "app", "prompt"] as const).find((kind) => alternatives.includes(kind));
}
