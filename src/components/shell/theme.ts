export const THEMES = ["light", "dark", "auto"] as const;
export type Theme = (typeof THEMES)[number];

/** The cookie that keeps the choice, so that the server draws the first page right. */
export const THEME_COOKIE = "wheelhouse.theme";

/** The chosen theme from the cookie's text; anything else is `auto`. */
export function themeOf(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? "auto";
}
