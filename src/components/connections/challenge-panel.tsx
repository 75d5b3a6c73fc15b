"use client";

import { Smartphone } from "lucide-react";
import { presentChallenge, resendLabel, switchLabel } from "@/components/connections/challenge-presentation";
import { CodeEntry } from "@/components/connections/code-entry";
import { LeavingLink, RedirectEntry } from "@/components/connections/redirect-entry";
import { TimeLeft } from "@/components/connections/time-left";
import { Button } from "@/components/ui/button";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { Challenge, ChallengeKind } from "@/shared/schemas/challenge";
import type { ChallengeAnswer, LoginProgress } from "@/shared/schemas/connection";

interface ChallengePanelProps {
  login: LoginProgress;
  challenge: Challenge;
  broker: Pick<BrokerDescription, "name">;
  /** An answer is on its way or the broker is checking it. */
  checking: boolean;
  switching: boolean;
  onAnswer: (answer: ChallengeAnswer) => void;
  onSwitch: (to: ChallengeKind) => void;
}

/** What the broker asks for, how to answer it, how long it may take, and the other ways there are. */
export function ChallengePanel(props: ChallengePanelProps) {
  const { login, challenge, broker, checking, switching, onAnswer, onSwitch } = props;
  const shown = presentChallenge(challenge, broker);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex gap-3">
        {shown.answerBy === "phone" && (
          <Smartphone aria-hidden className="mt-0.5 size-6 shrink-0 stroke-[1.5] text-needs" />
        )}
        <div className="prose-width flex flex-col gap-1">
          <h3 className="text-16 font-semibold">{shown.title}</h3>
          <p>{shown.instructions}</p>
        </div>
      </div>
      <TimeLeft
        label={shown.answerBy === "phone" ? "Time left to approve" : "Time left"}
        from={login.startedAt}
        until={challenge.expiresAt ?? login.deadlineAt}
      />
      {shown.answerBy === "phone" && (
        <ul className="prose-width flex list-disc flex-col gap-1 pl-5 text-13 text-ink-soft">
          <li>This page goes on by itself once you have approved.</li>
          <li>Nothing on the phone? Open the app, check that it is up to date and that you are signed in.</li>
          <li>A request that you did not start? Deny it there and cancel here.</li>
        </ul>
      )}
      {shown.answerBy === "code" && (
        <CodeEntry
          key={challenge.kind}
          challenge={challenge}
          checking={checking}
          onCode={(code) => onAnswer({ kind: "code", code })}
        />
      )}
      {shown.answerBy === "redirect" && (
        <RedirectEntry
          url={challenge.url}
          checking={checking}
          onRedirected={(url) => onAnswer({ kind: "redirected", url })}
        />
      )}
      {shown.answerBy === "gateway" && <LeavingLink url={challenge.url} label="Open the gateway" />}
      <Alternatives challenge={challenge} disabled={checking} busy={switching} onSwitch={onSwitch} />
    </div>
  );
}

interface AlternativesProps {
  challenge: Pick<Challenge, "kind" | "alternatives">;
  disabled: boolean;
  busy: boolean;
  onSwitch: (to: ChallengeKind) => void;
}

function Alternatives({ challenge, disabled, busy, onSwitch }: AlternativesProps) {
  const ways = challenge.alternatives.map((kind) => ({
    kind,
    label: (kind === challenge.kind ? resendLabel(kind) : null) ?? switchLabel(kind),
  }));
  if (ways.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {ways.map(({ kind, label }) => (
        <Button key={kind} disabled={disabled} busy={busy} onClick={() => onSwitch(kind)}>
          {label}
        </Button>
      ))}
    </div>
  );
}
