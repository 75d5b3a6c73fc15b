// Prints the open share positions, on a session of the install's own database and without its web server. Ends with 1
// on trouble, and does not start without a session. Credentials come from the environment: docs/headless.md.
import { BrokerAuth } from "wheelhouse/auth";

const { ROBINHOOD_API_URL = "https://api.robinhood.com" } = process.env;
const auth = new BrokerAuth();
try {
  await auth.login();
  const reply = await auth.call(({ token }) =>
    fetch(`${ROBINHOOD_API_URL}/positions/?nonzero=true`, {
      headers: { authorization: `Bearer ${token.reveal()}` },
    }),
  );
  if (!reply.ok) throw new Error(`Robinhood answered ${reply.status}`);
  const { results }: { results: { symbol: string; quantity: string }[] } = await reply.json();
  for (const { symbol, quantity } of results) console.log(`${quantity} ${symbol}`);
} catch (error) {
  console.error(`Not started: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`);
  process.exitCode = 1;
} finally {
  await auth.close();
}
