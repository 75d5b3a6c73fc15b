import type { LoginStep } from "@/server/brokers/broker";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import type { LoginPhase, RobinhoodLogin } from "@/server/brokers/robinhood/login-state";
import type { TokenProof } from "@/server/brokers/robinhood/token-request";

/** What the parts of the login call to get on; each call sends the password at most once. */
export interface LoginRun {
  readonly ctx: RobinhoodContext;
  readonly login: RobinhoodLogin;
  /** Enters a phase and takes its next step; a failure that may be repeated leaves the login waiting in it. */
  enter(phase: LoginPhase, login: RobinhoodLogin): Promise<LoginStep>;
  /** Sends the same token request again after the person's proof. */
  finish(proof: TokenProof, login: RobinhoodLogin): Promise<LoginStep>;
}
