import { get } from "node:http";
import { z } from "zod";
import { expectAccessible } from "./axe-check";
import { capture } from "./capture";
import { expect, test } from "./fixtures";
import { button, connectWithoutApproval, OWNER, setUpOwner } from "./steps";

const leaseSchema = z.object({ token: z.string(), leaseId: z.string() });

test("a program calls the broker through Wheelhouse and leases a token, which its owner sees and ends", async ({
  freshInstall: install,
  visit,
}) => {
  test.setTimeout(240_000);
  const page = await visit();
  await setUpOwner(page, install, OWNER);
  await connectWithoutApproval(page, install, "hana", "Family money");
  const connectionPage = page.url();
  const connection = `${install.url}/api/v1/connections/${new URL(connectionPage).pathname.split("/").at(-1)}`;
  let token = "";

  await test.step("a token with two scopes is made", async () => {
    await page.goto(`${install.url}/settings/tokens`);
    await button(page, "Make a token").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Rebalancer");
    await dialog.getByRole("checkbox", { name: /^Call a broker through Wheelhouse, reading only/ }).click();
    await dialog.getByRole("checkbox", { name: /^Get the read-only token/ }).click();
    await dialog.getByLabel(/^Your Wheelhouse password/).fill(OWNER.password);
    await button(dialog, "Make the token").click();
    const shown = dialog.getByLabel("API token", { exact: true });
    await expect(shown).toHaveValue(/^whl_/);
    token = await shown.inputValue();
    await button(dialog, "Done").click();
  });

  const call = (path: string, method = "GET", body?: string) =>
    fetch(`${connection}${path}`, {
      method,
      redirect: "manual",
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body }),
    });

  await test.step("it reads from the broker, and nothing else", async () => {
    const read = await call("/proxy/api/positions/?nonzero=true");
    expect(read.status).toBe(200);
    expect(z.object({ results: z.array(z.unknown()) }).parse(await read.json()).results).not.toEqual([]);
    const redirect = await call("/proxy/api/positions?nonzero=true");
    expect(redirect.headers.get("location")).toContain("/proxy/api/positions/?nonzero=true");
    expect((await call("/proxy/api/oauth2/token/")).status).toBe(403);
    expect((await call("/proxy/api/orders/", "POST", "{}")).status).toBe(403);
    expect((await call("/proxy/api/positions/", "HEAD")).status).toBe(405);
  });

  await test.step("it reaches no path that is kept back, however the path is written", async () => {
    const rawStatus = (path: string) =>
      new Promise<number>((resolve, reject) => {
        const { hostname, port, pathname } = new URL(connection);
        const headers = { authorization: `Bearer ${token}` };
        // Unlike fetch, this sends the path as it stands here.
        get({ hostname, port, path: `${pathname}/proxy/api/${path}`, headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        }).on("error", reject);
      });
    for (const path of [
      "oauth2/token/",
      "%6fauth2/token/",
      "OAUTH2/token/",
      "oauth2%2ftoken/",
      "x/../oauth2/token/",
      "x/%2e%2e/oauth2/token/",
      "..%2foauth2/token/",
      "./oauth2/token/",
      "/oauth2/token/",
      "\\oauth2\\token\\",
      "positions/%00",
      "positions/%0d%0aHost:evil.example/",
    ]) {
      expect([301, 307, 308, 400, 403, 404], path).toContain(await rawStatus(path));
    }
    const log = await (await fetch(`${install.sandbox.url}/_sandbox/requests`)).text();
    expect(log).toContain("/positions/");
    // The sandbox logs a path that it does not know as this.
    expect(log).not.toContain('"GET (none)"');
  });

  await test.step("it leases the read-only token, which the page shows without the token", async () => {
    const answer = await call("/leases", "POST", "{}");
    expect(answer.status).toBe(201);
    const lease = leaseSchema.parse(await answer.json());
    await page.goto(connectionPage);
    const section = page.getByRole("region", { name: "Handed to programs" });
    await expect(section).toContainText("Rebalancer");
    await expect(section).toContainText("Reading only");
    expect(await page.content()).not.toContain(lease.token);
    await expectAccessible(page, "a connection with a lease");
    await capture(page, "connection-lease");
  });

  await test.step("it is ended, with what that means", async () => {
    await button(page, "End the lease of Rebalancer").click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("The broker's token can't be taken back");
    await capture(page, "lease-end", false);
    await button(dialog, "End lease").click();
    await expect(page.getByRole("region", { name: "Handed to programs" })).toHaveCount(0);
    await expect(page.getByText("Lease ended", { exact: true })).toBeVisible();
  });
});
