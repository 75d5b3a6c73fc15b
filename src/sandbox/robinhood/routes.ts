import type { Handler, SandboxReply } from "../http/exchange";
import type { Router } from "../http/router";
import { respondToChallenge, showChallenge } from "./challenge";
import { addDataRoutes } from "./data/data-routes";
import { lockedForSeconds, throttled } from "./login-guard";
import type { AccountBook } from "./portfolio/account-book";
import { promptStatus } from "./push";
import { grantToken, revoke } from "./token";
import { advanceWorkflow, isMigrated } from "./workflow-identi";
import { continueMachine, createMachine, viewMachine } from "./workflow-pathfinder";
import type { World } from "./world";

/** Every address of the protocol sheet that is answered here. */
export function addRobinhoodRoutes(router: Router, world: World, book: () => AccountBook): void {
  router.add("POST", "/oauth2/token/", grantToken(world));
  router.add("POST", "/oauth2/revoke_token/", revoke(world));
  router.add("POST", "/pathfinder/user_machine/", unlessLocked(world, createMachine(world)));
  router.add("GET", "/pathfinder/inquiries/:machine/user_view/", unlessLocked(world, viewMachine(world)));
  router.add(
    "POST",
    "/pathfinder/inquiries/:machine/user_view/",
    unlessLocked(world, continueMachine(world)),
  );
  router.add("GET", "/push/:challenge/get_prompts_status/", unlessLocked(world, promptStatus(world)));
  router.add("GET", "/challenge/:challenge/", unlessLocked(world, showChallenge(world)));
  router.add("POST", "/challenge/:challenge/respond/", unlessLocked(world, respondToChallenge(world)));
  router.add(
    "GET",
    "/verification_workflows/polaris_migrated/:workflow/",
    unlessLocked(world, isMigrated(world)),
  );
  router.add("PATCH", "/idl/v1/workflow/:workflow/", unlessLocked(world, advanceWorkflow(world)));

  addDataRoutes(router, world, book);
}

/** A locked account's approval calls are throttled too: the lock is on the account, not on one address. */
function unlessLocked(world: World, handle: Handler): Handler {
  return (request): SandboxReply => {
    const { params } = request;
    const machine = world.state.machines.get(params["machine"] ?? "");
    const workflow = world.state.workflows.get(params["workflow"] ?? machine?.workflowId ?? "");
    const person = workflow?.person ?? world.state.challenges.get(params["challenge"] ?? "")?.person;
    const seconds = person === undefined ? null : lockedForSeconds(world, person);
    return person === undefined || seconds === null ? handle(request) : throttled(world, person, seconds);
  };
}
