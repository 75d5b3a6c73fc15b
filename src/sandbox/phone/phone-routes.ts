import type { SandboxControl } from "../control/sandbox-control";
import { detail, type Handler, param, type SandboxReply } from "../http/exchange";
import type { Router } from "../http/router";
import { peopleLive, peoplePage, phoneLive, phonePage } from "./phone-pages";

/** The page that stands for the people's phones. */
export function addPhoneRoutes(router: Router, control: SandboxControl): void {
  router.add("GET", "/", () => redirect("/phone"));
  router.add("GET", "/phone", () => peoplePage(control.people()));
  router.add("GET", "/phone/", () => redirect("/phone"));
  router.add("GET", "/phone/live", () => peopleLive(control.people()));
  router.add("GET", "/phone/:person", (request) => {
    const person = control.person(param(request, "person"));
    return person === null ? detail(404, "There is no such person.") : phonePage(person);
  });
  router.add("GET", "/phone/:person/live", (request) => {
    const person = control.person(param(request, "person"));
    return person === null ? detail(404, "There is no such person.") : phoneLive(person);
  });
  for (const action of ["approve", "deny"] as const) {
    const handle: Handler = (request) => {
      // A prompt that is gone by now leads back to the page, which says so by no longer showing it.
      control.act(param(request, "person"), action, param(request, "challenge"));
      return redirect(`/phone/${param(request, "person")}`);
    };
    router.add("POST", `/phone/:person/prompts/:challenge/${action}`, handle);
  }
}

function redirect(location: string): SandboxReply {
  return { status: 303, text: "", headers: { Location: location } };
}
