import type { ConnectionHealth, ConnectionView, NextAction } from "@/shared/schemas/connection";

/** What the one button of a connection does: start or repeat a login, or go on with one. */
interface ConnectionActionText {
  readonly label: string;
  readonly emphasis: "primary" | "secondary";
}

interface ConnectionPresentation {
  /** The status in a word, in place of the badge's own where that says too little. */
  readonly statusWord: string | null;
  /** Whether the health has a badge of its own: not where it adds nothing to the status. */
  readonly showsHealth: boolean;
  readonly sentence: string;
  /** Null where there is nothing to do but wait. */
  readonly action: ConnectionActionText | null;
}

type Facts = Pick<ConnectionView, "status" | "health" | "nextAction" | "lastConnectedAt">;

const ACTION: Record<NextAction, ConnectionActionText | null> = {
  none: null,
  connect: { label: "Connect", emphasis: "primary" },
  enter_code: { label: "Enter the code", emphasis: "primary" },
  approve_on_phone: { label: "Approve on your phone", emphasis: "primary" },
  finish_at_broker: { label: "Finish at the broker", emphasis: "primary" },
  sign_in_again: { label: "Sign in again", emphasis: "primary" },
  wait_until: null,
  try_again: { label: "Try again", emphasis: "primary" },
};

/**
 * A connection in one glance: badge, sentence and the one next step.
 *
 * @param facts what the server says about the connection.
 * @param brokerName the broker's name as its description spells it.
 */
export function presentConnection(facts: Facts, brokerName: string): ConnectionPresentation {
  return {
    statusWord: statusWord(facts),
    showsHealth: facts.health !== "ok" && !(facts.status === "challenge" && facts.health === "needs_person"),
    sentence: sentence(facts, brokerName),
    action: ACTION[facts.nextAction],
  };
}

function statusWord({ status, lastConnectedAt }: Facts): string | null {
  if (status === "error") return lastConnectedAt === null ? "Not connected" : "Connection lost";
  if (status === "expired") return "Session ended";
  return null;
}

function sentence(facts: Facts, broker: string): string {
  if (facts.health === "locked") {
    const paused =
      "Sign-in is paused to protect your account: another attempt now could lock it at the broker.";
    return facts.status === "connected" ? `The session still serves. ${paused}` : paused;
  }
  switch (facts.status) {
    case "disconnected":
      return facts.lastConnectedAt === null
        ? `Not connected yet. Sign in to ${broker} to see its accounts here.`
        : `Disconnected. Sign in to ${broker} again whenever you want its figures back.`;
    case "connecting":
      return `Wheelhouse is signing in to ${broker}.`;
    case "challenge":
      return challengeSentence(facts.nextAction, broker);
    case "connected":
      return connectedSentence(facts.health, broker);
    case "expired":
      return `The session at ${broker} has ended. Sign in again to see current figures.`;
    case "error":
      return errorSentence(facts, broker);
  }
}

function errorSentence({ health, nextAction }: Facts, broker: string): string {
  if (health === "degraded") return `${broker} could not be reached. Your settings are kept.`;
  if (nextAction === "try_again") {
    return `${broker} could not be reached for several days, so Wheelhouse stopped trying. The session is kept.`;
  }
  return `The last sign-in to ${broker} did not succeed.`;
}

function challengeSentence(nextAction: NextAction, broker: string): string {
  switch (nextAction) {
    case "enter_code":
      return `${broker} waits for the code it sent you.`;
    case "approve_on_phone":
      return `${broker} waits for your approval on your phone.`;
    case "finish_at_broker":
      return `${broker} waits for you to sign in on its own page.`;
    default:
      return `${broker} is checking your answer.`;
  }
}

function connectedSentence(health: ConnectionHealth, broker: string): string {
  switch (health) {
    case "degraded":
      return `${broker} has trouble answering. Your session is kept, and Wheelhouse goes on trying by itself.`;
    case "needs_person":
      return `The session at ${broker} still serves, but it can't be renewed without you.`;
    default:
      return `Signed in to ${broker}; the session is live.`;
  }
}
