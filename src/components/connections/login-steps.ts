import type { ConnectionStatus, LoginProgress } from "@/shared/schemas/connection";

export type StepState = "done" | "current" | "ahead";

export interface LoginStepText {
  readonly id: "contact" | "person" | "check" | "connected";
  readonly label: string;
  readonly state: StepState;
}

const POSITION: Record<LoginProgress["step"], number> = {
  contacting_broker: 0,
  waiting_for_person: 1,
  checking_answer: 2,
  finishing: 2,
};

/**
 * The steps of a login as the stepper draws them.
 *
 * @param login the login in progress; null when none is running.
 * @param status tells a finished login (`connected`: every step done) from none.
 */
export function loginSteps(
  login: Pick<LoginProgress, "step"> | null,
  status: ConnectionStatus,
): LoginStepText[] {
  const position = login === null ? (status === "connected" ? 4 : -1) : POSITION[login.step];
  const stateOf = (index: number): StepState =>
    index < position ? "done" : index === position ? "current" : "ahead";
  return [
    { id: "contact", label: "Contacting the broker", state: stateOf(0) },
    { id: "person", label: "Waiting for you", state: stateOf(1) },
    { id: "check", label: "Checking", state: stateOf(2) },
    { id: "connected", label: "Connected", state: stateOf(3) },
  ];
}
