import { Check } from "lucide-react";
import { type LoginStepText, loginSteps, type StepState } from "@/components/connections/login-steps";
import { classNames } from "@/components/ui/class-names";
import type { ConnectionView } from "@/shared/schemas/connection";

const MARK: Record<StepState, string> = {
  done: "border-ok bg-ok text-canvas",
  current: "border-action bg-action-wash text-action",
  ahead: "border-line-strong bg-surface text-ink-soft",
};

const SPOKEN: Record<StepState, string> = { done: "done", current: "now", ahead: "still to come" };

/** The way to a session, and where the login stands on it. */
export function LoginStepper({ connection }: { connection: Pick<ConnectionView, "login" | "status"> }) {
  const steps = loginSteps(connection.login, connection.status);
  return (
    <ol aria-label="Progress of the sign-in" className="grid grid-cols-4 gap-x-1">
      {steps.map((step, index) => (
        <Step key={step.id} step={step} index={index} last={index === steps.length - 1} />
      ))}
    </ol>
  );
}

function Step({ step, index, last }: { step: LoginStepText; index: number; last: boolean }) {
  return (
    <li
      aria-current={step.state === "current" ? "step" : undefined}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <span aria-hidden className="flex items-center gap-1">
        <span
          className={classNames(
            "inline-flex size-6 shrink-0 items-center justify-center rounded-full border text-12 font-medium",
            MARK[step.state],
          )}
        >
          {step.state === "done" ? <Check className="size-3.5" strokeWidth={3} /> : index + 1}
        </span>
        {!last && (
          <span className={classNames("h-px flex-1", step.state === "done" ? "bg-ok" : "bg-line-strong")} />
        )}
      </span>
      <span
        className={classNames(
          "pr-1 text-12 sm:text-13",
          step.state === "current" ? "font-medium text-ink" : "text-ink-soft",
        )}
      >
        {step.label}
        <span className="sr-only"> ({SPOKEN[step.state]})</span>
      </span>
    </li>
  );
}
