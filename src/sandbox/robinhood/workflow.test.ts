import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { at, type SandboxClient, startTestSandbox, valueAt } from "../sandbox-client";

let client: SandboxClient;
beforeAll(async () => {
  client = await startTestSandbox();
});
afterAll(() => client.sandbox.close());
beforeEach(() => client.sandbox.control.reset());

const control = () => client.sandbox.control;
const view = (machine: string) => client.get(`/pathfinder/inquiries/${machine}/user_view/`);
const promptOf = async (challenge: string) =>
  at((await client.get(`/push/${challenge}/get_prompts_status/`)).body, "challenge_status");
const identi = (workflow: string, action: object) =>
  client.json("PATCH", `/idl/v1/workflow/${workflow}/`, { clientVersion: "1.0.0", id: workflow, ...action });
const enter = (workflow: string) => identi(workflow, { entryPointAction: {} });
const proceed = (workflow: string) => identi(workflow, { deviceApprovalChallengeAction: { proceed: {} } });
const fallback = (workflow: string) => identi(workflow, { deviceApprovalChallengeAction: { fallback: {} } });
const workflowOf = async (person: string) =>
  at((await client.login(person)).body, "verification_workflow", "id");

describe("pathfinder", () => {
  it("asks for approval with status 403, shows the challenge in both places, and lets the device in", async () => {
    const login = await client.login("ada");
    expect(login.status).toBe(403);
    expect(at(login.body, "verification_workflow", "workflow_status")).toBe(
      "workflow_status_internal_pending",
    );
    const { machine, challenge, workflow } = await client.openPathfinder("ada");
    const { body } = await view(machine);
    expect(valueAt(body, "type_context", "context")).toEqual(valueAt(body, "context"));
    expect(valueAt(body, "context", "sheriff_challenge")).toMatchObject({
      type: "prompt",
      status: "issued",
      expires_at: "2026-01-05T10:05:00.000000-05:00",
      remaining_retries: 3,
    });
    expect(at(body, "context", "verification_workflow_id")).toBe(workflow);
    expect(await promptOf(challenge)).toBe("issued");
    expect(at((await client.continuePathfinder(machine)).body, "page")).toBe("ChallengePage");
    expect(control().act("ada", "approve")).toBe(true);
    expect(await promptOf(challenge)).toBe("validated");
    expect((await client.continuePathfinder(machine)).body).toMatchObject({
      type: "result",
      type_context: { result: "workflow_status_approved", result_type: "security.verification-result" },
    });
    expect((await client.login("ada")).status).toBe(200);
  });

  it("trusts the device from then on, asks again for another one, and always asks by knob", async () => {
    await client.tokensAfterApproval("ada");
    expect((await client.login("ada")).status).toBe(200);
    expect((await client.login("ada", { device_token: "other" })).status).toBe(403);
    control().setKnobs({ alwaysAsk: true }, "ada");
    expect((await client.login("ada")).status).toBe(403);
  });

  it("does not let an approval serve another device, nor a prompt that was not continued", async () => {
    await client.openPathfinder("ada");
    control().act("ada", "approve");
    expect((await client.login("ada")).status).toBe(403);
    const { machine } = await client.openPathfinder("june");
    control().act("june", "approve");
    await client.continuePathfinder(machine);
    expect((await client.login("june", { device_token: "other" })).status).toBe(403);
  });

  it("gives the same workflow to the same request id, and a new one without it", async () => {
    const idOf = async (more = {}) =>
      at((await client.login("ada", more)).body, "verification_workflow", "id");
    expect(await idOf({ request_id: "r1" })).toBe(await idOf({ request_id: "r1" }));
    expect(await idOf()).not.toBe(await idOf());
  });

  it.each(["denied", "expired"] as const)(
    "shows a prompt that was %s and never approves it",
    async (status) => {
      const { machine, challenge } = await client.openPathfinder("ada");
      control().act("ada", status === "denied" ? "deny" : "expire");
      expect(await promptOf(challenge)).toBe(status);
      const after = await client.continuePathfinder(machine);
      expect(at(after.body, "context", "sheriff_challenge", "status")).toBe(status);
      expect(control().act("ada", "approve")).toBe(false);
      expect((await client.login("ada")).status).toBe(403);
    },
  );

  it("lets a prompt expire by itself after five minutes", async () => {
    const { challenge } = await client.openPathfinder("ada");
    control().clock.advance(299);
    expect(await promptOf(challenge)).toBe("issued");
    control().clock.advance(1);
    expect(await promptOf(challenge)).toBe("expired");
  });

  it("has knobs for a late challenge, an error page, another device, throttled and self-approving polls", async () => {
    control().setKnobs({ viewsBeforeChallenge: 1 });
    const machine = await client.machineOf(await workflowOf("ada"));
    expect(valueAt((await view(machine)).body, "context", "sheriff_challenge")).toBeUndefined();
    const challenge = at((await view(machine)).body, "context", "sheriff_challenge", "id");
    expect(challenge).not.toBe("");
    control().setKnobs({ bindApprovalToDevice: true });
    expect(valueAt((await view(machine)).body, "context", "sheriff_challenge")).toBeUndefined();
    control().setKnobs({ workflowErrorPage: true });
    expect(at((await view(machine)).body, "context", "heading", "text")).toContain("verify");
    control().setKnobs({ approveAfterPolls: 2, promptPollsPerMinute: 2 });
    expect(await promptOf(challenge)).toBe("issued");
    expect(await promptOf(challenge)).toBe("validated");
    expect((await client.get(`/push/${challenge}/get_prompts_status/`)).status).toBe(429);
  });

  it("knows only what it gave out, and wants JSON", async () => {
    expect((await view("unknown")).status).toBe(404);
    expect((await client.continuePathfinder("unknown")).status).toBe(404);
    expect(await client.machineOf("unknown")).toBe("");
    expect((await client.get("/push/unknown/get_prompts_status/")).status).toBe(404);
    expect((await client.get("/challenge/unknown/")).status).toBe(404);
    expect((await client.respond("unknown", "1")).status).toBe(404);
    expect((await client.form("/pathfinder/user_machine/", { flow: "suv" })).status).toBe(415);
    const { machine } = await client.openPathfinder("ada");
    expect((await client.form(`/pathfinder/inquiries/${machine}/user_view/`, { a: 1 })).status).toBe(415);
  });
});

describe("codes", () => {
  it.each(["ben", "cleo", "dan"])("lets %s in with the code from the phone", async (person) => {
    const { machine, challenge } = await client.openPathfinder(person);
    const code = control().person(person)?.authenticator?.code ?? client.codeOf(person);
    expect(code).toMatch(/^\d{6}$/);
    const answer = await client.respond(challenge, code);
    expect(answer).toMatchObject({
      status: 200,
      body: { id: challenge, status: "validated", remaining_attempts: 0 },
    });
    expect((await client.get(`/challenge/${challenge}/`)).body).toEqual(answer.body);
    expect((await client.respond(challenge, code)).status).toBe(200);
    await client.continuePathfinder(machine);
    expect((await client.login(person)).status).toBe(200);
  });

  it("takes JSON too, counts three wrong codes, and then fails for good", async () => {
    const { challenge } = await client.openPathfinder("ben");
    for (const left of [2, 1, 0]) {
      const wrong = await client.json("POST", `/challenge/${challenge}/respond/`, { response: "000000" });
      expect(wrong).toMatchObject({
        status: 400,
        body: { detail: "Challenge response is invalid.", challenge: { remaining_attempts: left } },
      });
    }
    const right = await client.respond(challenge, client.codeOf("ben"));
    expect(right).toMatchObject({ status: 400, body: { challenge: { status: "failed" } } });
    expect((await client.respond(challenge, "")).status).toBe(400);
  });

  it("refuses a code that comes late, and one for a prompt", async () => {
    const { challenge } = await client.openPathfinder("ben");
    control().clock.advance(300);
    const late = await client.respond(challenge, client.codeOf("ben"));
    expect(late).toMatchObject({ status: 400, body: { challenge: { status: "expired" } } });
    const prompt = await client.openPathfinder("ada");
    expect((await client.respond(prompt.challenge, "123456")).status).toBe(400);
  });

  it("delivers messages late by knob, and accepts the app's code of half a minute ago", async () => {
    control().setKnobs({ codeDelaySeconds: 60 });
    await client.openPathfinder("ben");
    expect(control().person("ben")?.messages).toEqual([]);
    control().clock.advance(60);
    expect(client.codeOf("ben")).toMatch(/^\d{6}$/);
    const { challenge } = await client.openPathfinder("dan");
    const code = control().person("dan")?.authenticator?.code ?? "";
    control().clock.advance(30);
    expect((await client.respond(challenge, code)).status).toBe(200);
    const second = await client.openPathfinder("dan");
    control().clock.advance(31);
    expect((await client.respond(second.challenge, code)).status).toBe(400);
  });

  it("changes how someone is approved by knob", async () => {
    control().setKnobs({ approval: "email" }, "ada");
    await client.openPathfinder("ada");
    expect(control().person("ada")?.messages).toMatchObject([{ kind: "email" }]);
    control().setKnobs({ approval: "none" }, "ada");
    expect((await client.login("ada")).status).toBe(200);
  });
});

describe("identi", () => {
  it("shows the same challenge in its own spelling and exits approved", async () => {
    const workflow = await workflowOf("lena");
    expect((await client.get(`/verification_workflows/polaris_migrated/${workflow}/`)).body).toEqual({
      result: true,
    });
    const { body } = await enter(workflow);
    const screen = valueAt(body, "route", "replace", "screen");
    expect(screen).toMatchObject({
      name: "DEVICE_APPROVAL_CHALLENGE",
      deviceApprovalChallengeScreenParams: {
        sheriffChallenge: { type: "PROMPT", status: "ISSUED", expiresAt: "2026-01-05T15:05:00.000000Z" },
        fallbackCtaText: "Send text instead",
      },
    });
    expect(valueAt((await proceed(workflow)).body, "route", "exit")).toBeUndefined();
    control().act("lena", "approve");
    expect((await proceed(workflow)).body).toEqual({
      route: { exit: { status: "WORKFLOW_STATUS_APPROVED" } },
    });
    expect((await client.login("lena")).status).toBe(200);
  });

  it("sends a text instead of the prompt, which can be finished in either flow", async () => {
    for (const finish of ["identi", "pathfinder"] as const) {
      const { workflow, machine, challenge } = await client.openPathfinder("ada");
      const { body } = await fallback(workflow);
      const screen = valueAt(body, "route", "replace", "screen");
      expect(at(screen, "name")).toBe("SMS_CHALLENGE");
      const text = at(screen, "smsChallengeScreenParams", "sheriffChallenge", "id");
      expect(
        at(
          (await fallback(workflow)).body,
          "route",
          "replace",
          "screen",
          "smsChallengeScreenParams",
          "sheriffChallenge",
          "id",
        ),
      ).toBe(text);
      expect(await promptOf(challenge)).toBe("replaced");
      expect((await client.respond(text, client.codeOf("ada"))).status).toBe(200);
      if (finish === "identi") await identi(workflow, { smsChallengeAction: { proceed: {} } });
      else await client.continuePathfinder(machine);
      expect((await client.login("ada", { device_token: "device-of-ada" })).status).toBe(200);
      control().reset();
    }
  });

  it("says when the person denied", async () => {
    const workflow = await workflowOf("ada");
    await enter(workflow);
    control().act("ada", "deny");
    expect((await proceed(workflow)).body).toEqual({ route: { exit: { status: "WORKFLOW_STATUS_DENIED" } } });
    expect((await fallback(workflow)).body).toEqual({
      route: { exit: { status: "WORKFLOW_STATUS_DENIED" } },
    });
  });

  it("is all there is for Lena, and not there for Mona", async () => {
    const machine = await client.machineOf(await workflowOf("lena"));
    expect(valueAt((await view(machine)).body, "context", "sheriff_challenge")).toBeUndefined();
    expect(at((await client.continuePathfinder(machine)).body, "type")).toBe("page");
    const { workflow } = await client.openPathfinder("mona");
    expect((await client.get(`/verification_workflows/polaris_migrated/${workflow}/`)).body).toEqual({
      result: false,
    });
    expect((await enter(workflow)).status).toBe(404);
    expect((await client.get("/verification_workflows/polaris_migrated/unknown/")).status).toBe(404);
    expect((await client.send("PATCH", `/idl/v1/workflow/${workflow}/`)).status).toBe(415);
    control().setKnobs({ flow: "both" });
    expect((await enter(workflow)).status).toBe(200);
  });
});

describe("the older answers", () => {
  it.each([
    ["eve", "app"],
    ["finn", "sms"],
  ])("asks %s for an mfa code (%s)", async (person, kind) => {
    expect(await client.login(person)).toMatchObject({
      status: 200,
      body: { mfa_required: true, mfa_type: kind },
    });
    expect((await client.login(person, { mfa_code: "000000" })).body).toEqual({
      detail: "Please enter a valid code.",
    });
    const code = control().person(person)?.authenticator?.code ?? client.codeOf(person);
    expect(at((await client.login(person, { mfa_code: code })).body, "access_token")).not.toBe("");
    expect(at((await client.login(person)).body, "access_token")).not.toBe("");
  });

  it("counts wrong mfa codes as failed logins", async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) await client.login("eve", { mfa_code: "000000" });
    expect((await client.login("eve")).status).toBe(429);
    await client.login("finn", { mfa_code: "123456" });
    expect((await client.login("finn")).status).toBe(200);
  });

  it("issues a challenge that is named in a header once it was answered", async () => {
    const first = await client.login("gus", { challenge_type: "email" });
    expect(first.status).toBe(400);
    expect(first.body).toMatchObject({
      detail: "Request blocked, challenge issued.",
      challenge: { type: "email", alternate_type: "sms", status: "issued", remaining_attempts: 3 },
    });
    const id = at(first.body, "challenge", "id");
    const header = { "X-ROBINHOOD-CHALLENGE-RESPONSE-ID": id };
    expect((await client.login("gus", {}, header)).status).toBe(400);
    expect((await client.respond(id, client.codeOf("gus"))).status).toBe(400);
    const code = control().person("gus")?.messages[0]?.code ?? "";
    expect((await client.respond(id, code)).status).toBe(200);
    expect((await client.login("gus", {}, header)).status).toBe(200);
    expect((await client.login("gus", { device_token: "other" }, header)).status).toBe(400);
  });

  it("throttles every approval call of a locked account", async () => {
    const { machine, challenge } = await client.openPathfinder("ada");
    control().lock("ada", 60);
    expect((await view(machine)).status).toBe(429);
    expect((await client.get(`/push/${challenge}/get_prompts_status/`)).status).toBe(429);
    control().lock("ada", 0);
    expect((await view(machine)).status).toBe(200);
  });
});
