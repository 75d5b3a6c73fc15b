"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import type { KeyAct } from "@/components/keys/key-act-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { KeyStatus } from "@/shared/schemas/keys";

const SOURCES: Record<KeyStatus["source"]["kind"], string> = {
  variable: "the variable",
  file: "the file",
  vault: "a file that Vault wraps:",
};

interface Step {
  key: KeyStatus["nextStep"];
  title: string;
  text: ReactNode;
  button?: { label: string; act: KeyAct; tone: "primary" | "secondary" };
}

/** Which master key is in use, and the steps of changing it with the next one marked. */
export function KeySteps({ status, onAct }: { status: KeyStatus; onAct: (act: KeyAct) => void }) {
  const { source, active, nextStep } = status;
  const steps = stepsOf(status);
  const at = steps.findIndex(({ key }) => key === nextStep);
  return (
    <Section
      title="Master key"
      description={
        <>
          Fingerprint <code className="font-mono">{active}</code>, from {SOURCES[source.kind]}{" "}
          <code className="font-mono break-all">{source.place}</code>
        </>
      }
    >
      <ol className="flex flex-col gap-1">
        {steps.map((step, index) => {
          const isNext = index === at;
          // After the last step the next change begins: nothing of it is done.
          const isDone = index < at;
          return (
            <li
              key={step.key}
              {...(isNext ? { "aria-current": "step" as const } : {})}
              className={classNames(
                "flex gap-3 rounded-md border p-3",
                isNext ? "border-line bg-sunken" : "border-transparent",
              )}
            >
              <span
                aria-hidden
                className={classNames(
                  "flex size-6 shrink-0 items-center justify-center rounded-full border text-12 font-medium",
                  isNext ? "border-ink text-ink" : "border-line text-ink-soft",
                )}
              >
                {isDone ? <Check className="size-3.5" /> : index + 1}
              </span>
              <div className="flex min-w-0 flex-1 flex-col gap-1">
                <p className={classNames("flex flex-wrap items-center gap-2", isNext && "font-medium")}>
                  {step.title}
                  {isNext && <Badge>Next</Badge>}
                </p>
                <div className="prose-width text-13 text-ink-soft">{step.text}</div>
                {isNext && step.button !== undefined && (
                  <div className="pt-1">
                    <Button tone={step.button.tone} onClick={() => step.button && onAct(step.button.act)}>
                      {step.button.label}
                    </Button>
                  </div>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

function stepsOf({ source, waiting, lacking, masterKeys }: KeyStatus): Step[] {
  const old = masterKeys.find(({ state }) => state === "retired");
  return [
    {
      key: "generate",
      title: "Generate a new key",
      text: source.keepsKeys
        ? "It waits beside the present one, and changes nothing yet."
        : "It is shown once, with the variables to set. It changes nothing yet.",
      button: { label: "Generate a key", act: { kind: "generate" }, tone: "secondary" },
    },
    {
      key: "wait",
      title: "Give it to every process",
      text:
        lacking.length > 0
          ? `Waiting for ${lacking.join(", ")}.`
          : source.keepsKeys
            ? "Processes on this data folder find it themselves within 15 seconds."
            : "Set the new key, and the present one as APP_MASTER_KEY_PREVIOUS; then restart.",
    },
    {
      key: "apply",
      title: "Change over",
      text:
        waiting === null ? (
          "All data keys are wrapped anew, at once, while everything serves."
        ) : (
          <>
            <code className="font-mono">{waiting}</code> is held by every process.
          </>
        ),
      button: { label: "Change over now", act: { kind: "apply" }, tone: "primary" },
    },
    {
      key: "retire",
      title: "Remove the old key",
      text:
        old?.removableFrom == null ? (
          "After seven days, when nothing needs it any more. Backups of before need it for ever."
        ) : (
          <>
            <code className="font-mono">{old.fingerprint}</code> may go{" "}
            <RelativeTime at={old.removableFrom} />. Backups of before can be opened with it only.
          </>
        ),
      ...(old === undefined
        ? {}
        : {
            button: {
              label: "Remove the old key",
              act: { kind: "retire", masterKey: old } as const,
              tone: "secondary" as const,
            },
          }),
    },
  ];
}
