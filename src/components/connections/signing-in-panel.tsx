"use client";

import { useMutation } from "@tanstack/react-query";
import { ChallengePanel } from "@/components/connections/challenge-panel";
import { LoginStepper } from "@/components/connections/login-stepper";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { Spinner } from "@/components/ui/spinner";
import type { BrokerDescription } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface SigningInPanelProps {
  connection: ConnectionView;
  broker: Pick<BrokerDescription, "name">;
}

/** A login in progress: where it stands, what it waits for, and the way out. All of it from the view. */
export function SigningInPanel({ connection, broker }: SigningInPanelProps) {
  const trpc = useTRPC();
  const { apply } = useConnections();
  const answer = useMutation(trpc.connections.answerChallenge.mutationOptions({ onSuccess: apply }));
  const switchTo = useMutation(trpc.connections.switchChallenge.mutationOptions({ onSuccess: apply }));
  const cancel = useMutation(trpc.connections.cancelLogin.mutationOptions({ onSuccess: apply }));
  const { login } = connection;
  const switched = switchTo.data?.login;
  const notOffered =
    switched !== undefined &&
    switched?.id === login?.id &&
    switched?.challenge?.kind === login?.challenge?.kind &&
    login?.challenge?.alternatives.length === 0;
  const failure = answer.error ?? switchTo.error ?? cancel.error;
  const challenge = login?.challenge ?? null;
  const checking = answer.isPending || login?.step === "checking_answer" || login?.step === "finishing";
  const ids = { connectionId: connection.id, loginId: login?.id ?? "" };

  return (
    <Section
      title={`Signing in to ${broker.name}`}
      actions={
        login !== null && (
          <Button busy={cancel.isPending} busyLabel="Cancelling" onClick={() => cancel.mutate(ids)}>
            Cancel sign-in
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-6">
        <LoginStepper connection={connection} />
        {connection.health === "degraded" && (
          <Notice tone="warn" announce="status" title={`${broker.name} has trouble answering.`}>
            Wheelhouse keeps asking. Your sign-in is not lost; you need not start again.
          </Notice>
        )}
        {notOffered && (
          <Notice
            tone="warn"
            announce="status"
            title={`${broker.name} offers no other way for this sign-in.`}
          >
            The request is still open. Answer it as described here, or cancel and start again.
          </Notice>
        )}
        {failure !== null && <ErrorNotice error={toErrorResponse(failure)} />}
        {login !== null && challenge !== null && login.step !== "finishing" ? (
          <ChallengePanel
            login={login}
            challenge={challenge}
            broker={broker}
            checking={checking}
            switching={switchTo.isPending}
            onAnswer={(given) => answer.mutate({ ...ids, answer: given })}
            onSwitch={(to) => switchTo.mutate({ ...ids, to })}
          />
        ) : (
          <p className="flex items-center gap-2 text-ink-soft">
            <Spinner />
            {login?.step === "finishing"
              ? "Approved. Reading your accounts; this takes a few seconds."
              : `Contacting ${broker.name}; this takes a few seconds.`}
          </p>
        )}
        {login !== null && (
          <p className="border-t border-line pt-3 text-13 text-ink-soft">
            This sign-in ends by itself in{" "}
            <Countdown until={login.deadlineAt} label="Time until this sign-in ends" className="text-ink" />.
            You can close the page and come back; it goes on.
          </p>
        )}
      </div>
    </Section>
  );
}
