export const THEMES = ["light", "dark", "auto"] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie that keeps the last choice made in this browser, for the pages before the sign-in. */
export const THEME_COOKIE = "wheelhouse.theme";

/** The chosen theme from the cookie's text, or null where there is none. */
export function chosenTheme(text: string | undefined): Theme | null {
  return THEMES.find((theme) => theme === text) ?? null;
}

/** The chosen theme from a text; anything else is `auto`. */
export const themeOf = (text: string | undefined): Theme => chosenTheme(text) ?? "auto";
