// Prints the option positions that expire this week. Ends with 1 on trouble, and does not start without a session.
import { WheelhouseClient } from "wheelhouse/client";

const { WHEELHOUSE_URL = "", WHEELHOUSE_TOKEN = "", WHEELHOUSE_CONNECTION = "" } = process.env;
const today = new Date(process.argv[2] ?? Date.now());
const daysLeft = (7 - today.getUTCDay()) % 7;
const sunday = new Date(today.getTime() + daysLeft * 86_400_000).toISOString().slice(0, 10);

try {
  const wheelhouse = new WheelhouseClient({ baseUrl: WHEELHOUSE_URL, token: WHEELHOUSE_TOKEN });
  await wheelhouse.ensureConnected(WHEELHOUSE_CONNECTION);
  for await (const position of wheelhouse.eachPosition(WHEELHOUSE_CONNECTION, { fresh: true })) {
    if (position.kind !== "option" || position.option === null || position.option.expiration > sunday)
      continue;
    const { underlying, expiration, strike, right } = position.option;
    console.log(`${position.quantity} ${underlying} ${expiration} ${strike} ${right}`);
  }
} catch (error) {
  console.error(`Not started: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`);
  process.exitCode = 1;
}
