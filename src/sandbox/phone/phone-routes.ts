import type { SandboxControl } from "../control/sandbox-control";
import type { Router } from "../http/router";

export function addPhoneRoutes(router: Router, control: SandboxControl): void {
  router.add("GET", "/phone", () => ({
    status: 200,
    text: control
      .people()
      .map((p) => p.key)
      .join("\n"),
    contentType: "text/plain",
  }));
}
