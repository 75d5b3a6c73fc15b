import type { BrokerDescription } from "@/shared/schemas/broker";
import type { Challenge, ChallengeKind } from "@/shared/schemas/challenge";

/** How a challenge is answered: on a phone, by typing a code, at the broker's page, or at a gateway. */
type ChallengeAnswerKind = "phone" | "code" | "redirect" | "gateway";

interface ChallengePresentation {
  readonly answerBy: ChallengeAnswerKind;
  readonly title: string;
  /** Where it went and what to look for. */
  readonly instructions: string;
}

const ANSWER_BY: Record<ChallengeKind, ChallengeAnswerKind> = {
  prompt: "phone",
  sms: "code",
  email: "code",
  app: "code",
  redirect: "redirect",
  gateway: "gateway",
};

const SWITCH_LABEL: Record<ChallengeKind, string> = {
  prompt: "Ask my phone instead",
  sms: "Send a text message instead",
  email: "Send an e-mail instead",
  app: "Use a code from my authenticator app",
  redirect: "Sign in at the broker's page instead",
  gateway: "Use the gateway instead",
};

/** Title and instructions of a challenge, in words for the person who must answer it. */
export function presentChallenge(
  challenge: Pick<Challenge, "kind" | "destination">,
  broker: Pick<BrokerDescription, "name">,
): ChallengePresentation {
  const { kind, destination } = challenge;
  return {
    answerBy: ANSWER_BY[kind],
    title: titleOf(kind, broker.name),
    instructions: instructionsFor(kind, destination, broker.name),
  };
}

/** The label of the button that asks for another kind of challenge. */
export function switchLabel(kind: ChallengeKind): string {
  return SWITCH_LABEL[kind];
}

/** The label of the button that has the same code sent again; null where nothing is sent. */
export function resendLabel(kind: ChallengeKind): string | null {
  if (kind === "sms") return "Send a new text message";
  if (kind === "email") return "Send a new e-mail";
  return null;
}

function titleOf(kind: ChallengeKind, broker: string): string {
  switch (kind) {
    case "prompt":
      return "Approve on your phone";
    case "sms":
      return "Enter the code from the text message";
    case "email":
      return "Enter the code from the e-mail";
    case "app":
      return "Enter the code from your authenticator app";
    case "redirect":
      return `Sign in at ${broker}`;
    case "gateway":
      return "Sign in at your gateway";
  }
}

function instructionsFor(kind: ChallengeKind, destination: string | null, broker: string): string {
  switch (kind) {
    case "prompt":
      return destination === null
        ? `Open the ${broker} app. It shows a sign-in request from a new device: check that you started it, then approve it.`
        : `Open the ${broker} app on ${destination}. It shows a sign-in request from a new device: check that you started it, then approve it.`;
    case "sms":
      return `${broker} sent a code by text message${destination === null ? "" : ` to ${destination}`}. It can take a minute to arrive.`;
    case "email":
      return `${broker} sent a code by e-mail${destination === null ? "" : ` to ${destination}`}. Look in your junk folder too.`;
    case "app":
      return `Open your authenticator app and type the code it shows for ${broker}.`;
    case "redirect":
      return `Sign in on the page of ${broker}. When it sends you on, copy the whole address of the page you land on and paste it here.`;
    case "gateway":
      return `Open the gateway that runs on your own machine and sign in to ${broker} there. This page goes on by itself.`;
  }
}
