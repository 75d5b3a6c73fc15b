import type { DrillSigner, DrillStage } from "@/test/drill/drill-stage";

export type LoginStep =
  | "sign in: send the password"
  | "sign in: read the accounts"
  | "sign in: open the workflow"
  | "sign in: look for the challenge"
  | "poll the prompt"
  | "after the approval: go on"
  | "after the approval: ask for the token"
  | "answer with a code"
  | "ask for a text: look at the prompt"
  | "ask for a text: have it sent";

/** A step of a verb: who connects, what happened before, which requests the fault strikes, and the act itself. */
export interface StepPlan {
  readonly who: DrillSigner;
  /** Brings the connection to where the step begins. */
  before(stage: DrillStage): Promise<unknown>;
  readonly strikes: {
    readonly method?: string;
    readonly path: string;
    readonly grant?: string;
    readonly skip?: number;
  };
  act(stage: DrillStage): Promise<unknown>;
}

const nothing = async () => undefined;
const signIn = (stage: DrillStage) => stage.signIn();
const TOKEN = { path: "/oauth2/token/", grant: "password" };
const VIEW = "/pathfinder/inquiries/*";

export const LOGIN_STEPS: Record<LoginStep, StepPlan> = {
  "sign in: send the password": { who: "hana", before: nothing, strikes: TOKEN, act: signIn },
  "sign in: read the accounts": {
    who: "hana",
    before: nothing,
    strikes: { path: "/accounts/*" },
    act: signIn,
  },
  "sign in: open the workflow": {
    who: "ada",
    before: nothing,
    strikes: { path: "/pathfinder/user_machine/" },
    act: signIn,
  },
  "sign in: look for the challenge": {
    who: "ada",
    before: nothing,
    strikes: { method: "GET", path: VIEW },
    act: signIn,
  },
  "poll the prompt": {
    who: "ada",
    before: signIn,
    strikes: { path: "/push/*" },
    act: (stage) => stage.drive(),
  },
  "after the approval: go on": {
    who: "ada",
    before: async (stage) => {
      await stage.signIn();
      stage.approve();
    },
    strikes: { method: "POST", path: VIEW },
    act: (stage) => stage.drive(),
  },
  "after the approval: ask for the token": {
    who: "ada",
    before: async (stage) => {
      await stage.signIn();
      stage.approve();
    },
    strikes: TOKEN,
    act: (stage) => stage.drive(),
  },
  "answer with a code": {
    who: "ben",
    before: signIn,
    strikes: { path: "/challenge/*" },
    act: (stage) => stage.answer(),
  },
  "ask for a text: look at the prompt": {
    who: "ada",
    before: signIn,
    strikes: { path: "/idl/*" },
    act: (stage) => stage.askForText(),
  },
  "ask for a text: have it sent": {
    who: "ada",
    before: signIn,
    strikes: { path: "/idl/*", skip: 1 },
    act: (stage) => stage.askForText(),
  },
};
