"use server";

import { cookies } from "next/headers";
import { THEME_COOKIE, type Theme, themeOf } from "@/components/shell/theme";
import { keepThemeOfPerson } from "@/trpc/server";

const ONE_YEAR_SECONDS = 31_536_000;

/** Keeps a theme in the cookie that this browser's pages before the sign-in are drawn by; null forgets it. */
export async function rememberTheme(wanted: string | null): Promise<void> {
  const store = await cookies();
  if (wanted === null) {
    store.delete(THEME_COOKIE);
    return;
  }
  store.set(THEME_COOKIE, themeOf(wanted), {
    path: "/",
    maxAge: ONE_YEAR_SECONDS,
    sameSite: "lax",
    httpOnly: true,
  });
}

/** Keeps the chosen theme for the person who is signed in, and in this browser; null takes the system's. */
export async function keepTheme(wanted: string | null): Promise<Theme> {
  await rememberTheme(wanted);
  return keepThemeOfPerson(wanted === null ? null : themeOf(wanted));
}
