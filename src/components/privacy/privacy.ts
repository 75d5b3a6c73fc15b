/** The cookie that keeps whether amounts are hidden, so that the server never draws them first. */
export const PRIVACY_COOKIE = "wheelhouse.amounts";

/** What stands in place of every amount while they are hidden; as long for a small one as for a large one. */
export const HIDDEN_AMOUNT = "•••";

/** Whether the cookie's text says that amounts are hidden. */
export function amountsHiddenIn(text: string | undefined): boolean {
  return text === "hidden";
}
