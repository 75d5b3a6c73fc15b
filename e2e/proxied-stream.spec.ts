import { createServer, get, type IncomingMessage, request } from "node:http";
import { expect, test } from "./fixtures";
import { Install } from "./install";
import { button, connectWithoutApproval, OWNER, setUpOwner } from "./steps";

const MEBIBYTE = 1024 * 1024;

/** The sandbox, with one address more, whose answer has no end. */
async function startEndless() {
  const seen = { written: 0, isClosed: false, sandbox: "" };
  const server = createServer((message, response) => {
    if (message.url !== "/endless/") {
      const target = new URL(message.url ?? "/", seen.sandbox);
      const headers = { ...message.headers, host: target.host };
      const passed = request(target, { method: message.method, headers }, (reply) => {
        response.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(response);
      });
      message.pipe(passed);
      return;
    }
    const chunk = Buffer.alloc(64 * 1024, "x");
    response.on("close", () => {
      seen.isClosed = true;
    });
    const write = () => {
      let goesOn = true;
      while (goesOn && !response.destroyed) {
        seen.written += chunk.length;
        goesOn = response.write(chunk);
      }
      response.once("drain", write);
    };
    write();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { seen, url, close };
}

test("an answer without an end is held back while nobody reads, and ends at the broker with its reader", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const endless = await startEndless();
  const { url, seen } = endless;
  const install = await Install.create({
    ROBINHOOD_API_URL: url,
    ROBINHOOD_IDENTI_URL: url,
    ROBINHOOD_BONFIRE_URL: url,
  });
  seen.sandbox = install.sandbox.url;
  const page = await browser.newPage();
  await setUpOwner(page, install, OWNER);
  await connectWithoutApproval(page, install, "hana", "Family money");
  const connectionId = new URL(page.url()).pathname.split("/").at(-1);
  await page.goto(`${install.url}/settings/tokens`);
  await button(page, "Make a token").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Rebalancer");
  await dialog.getByRole("checkbox", { name: /^Call a broker through Wheelhouse, reading only/ }).click();
  await dialog.getByLabel(/^Your Wheelhouse password/).fill(OWNER.password);
  await button(dialog, "Make the token").click();
  const shown = dialog.getByLabel("API token", { exact: true });
  await expect(shown).toHaveValue(/^whl_/);
  const headers = { authorization: `Bearer ${await shown.inputValue()}` };

  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const address = `${install.url}/api/v1/connections/${connectionId}/proxy/api/endless/`;
    get(address, { headers }, resolve).on("error", reject);
  });
  expect(reply.statusCode).toBe(200);
  reply.once("data", () => reply.pause());
  let before = -1;
  const grows = () => {
    const grew = seen.written > before;
    before = seen.written;
    return grew;
  };
  // What fits into the sockets on the way, and no more.
  await expect.poll(grows, { intervals: [500] }).toBe(false);
  expect(seen.written).toBeLessThan(32 * MEBIBYTE);
  expect(seen.isClosed).toBe(false);
  reply.destroy();
  await expect.poll(() => seen.isClosed).toBe(true);
  await page.close();
  await install.remove();
  endless.close();
});
