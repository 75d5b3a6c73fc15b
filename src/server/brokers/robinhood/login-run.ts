import type { LoginStep } from "@/server/brokers/broker";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import type { RobinhoodLogin } from "@/server/brokers/robinhood/login-state";
import type { TokenProof } from "@/server/brokers/robinhood/token-request";

/** What the parts of the login work with. */
export interface LoginRun {
  readonly ctx: RobinhoodContext;
  readonly login: RobinhoodLogin;
  /** Sends the same token request once more after the person's proof, and ends the login one way or the other. */
  finish(login: RobinhoodLogin, proof?: TokenProof): Promise<LoginStep>;
}
