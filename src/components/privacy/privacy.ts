/** The cookie that keeps whether amounts are hidden, so that the server never draws them first. */
export const PRIVACY_COOKIE = "wheelhouse.hide-amounts";

/** What stands in place of every amount while they are hidden; as long for a small one as for a large one. */
export const HIDDEN_AMOUNT = "•••";

const ONE_YEAR_SECONDS = 31_536_000;

/** Whether the cookie's text says that amounts are hidden. */
export function amountsHiddenIn(text: string | undefined): boolean {
  return text === "hidden";
}

/** The text for `document.cookie` that keeps the choice for a year. */
export function privacyCookie(hidden: boolean, isHttps: boolean): string {
  const choice = `${PRIVACY_COOKIE}=${hidden ? "hidden" : "shown"}`;
  return `${choice}; Path=/; Max-Age=${ONE_YEAR_SECONDS}; SameSite=Lax${isHttps ? "; Secure" : ""}`;
}
