import { detail, type Handler, json, param } from "../http/exchange";
import { aged, settle, struckBy } from "./challenge";
import { throttled } from "./login-guard";
import { secondsAfter, type World } from "./world";

/** `GET /push/<challenge>/get_prompts_status/`, the poll of a prompt (protocol sheet 2.1, step 3b). */
export function promptStatus(world: World): Handler {
  return (request) => {
    const challenge = world.state.challenges.get(param(request, "challenge"));
    if (challenge === undefined || challenge.type !== "prompt") return detail(404, "Not found.");
    const knobs = world.knobs.for(challenge.person);
    const now = world.clock.now();
    challenge.polls.push(now);
    const inTheLastMinute = challenge.polls.filter((at) => at > secondsAfter(now, -60)).length;
    if (knobs.promptPollsPerMinute > 0 && inTheLastMinute > knobs.promptPollsPerMinute) {
      return throttled(world, challenge.person, 60);
    }
    if (aged(world, challenge).status === "issued") {
      if (struckBy(world, "deny-prompt", challenge)) settle(world, challenge, "denied");
      else if (struckBy(world, "expire-prompt", challenge)) settle(world, challenge, "expired");
      else if (knobs.approveAfterPolls > 0 && challenge.polls.length >= knobs.approveAfterPolls) {
        settle(world, challenge, "validated");
      }
    }
    return json(200, { challenge_status: challenge.status });
  };
}
