const newYorkHour = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/New_York",
  hour: "numeric",
  hourCycle: "h23",
});

/** The end of the trading day: when an event of a day takes effect. ISO 8601 in UTC. */
export function endOfTrading(day: string): string {
  return inNewYork(day, 16);
}

/** The beginning of a day: changes of shares and contracts hold for all of its trading. ISO 8601 in UTC. */
export function startOfDay(day: string): string {
  return inNewYork(day, 0);
}

function inNewYork(day: string, hour: number): string {
  const guess = new Date(`${day}T00:00:00Z`);
  guess.setUTCHours(hour + 5);
  // Five hours behind, or four in summer: the clock there says which.
  const shown = Number(newYorkHour.format(guess));
  guess.setUTCHours(guess.getUTCHours() - ((shown - hour + 24) % 24));
  return guess.toISOString();
}
