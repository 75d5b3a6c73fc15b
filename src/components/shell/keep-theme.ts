"use server";

import { cookies } from "next/headers";
import { THEME_COOKIE, themeOf } from "@/components/shell/theme";

const ONE_YEAR_SECONDS = 31_536_000;

/** Keeps the chosen theme in a cookie, which the root layout reads before it draws. Anything unknown is `auto`. */
export async function keepTheme(theme: string): Promise<void> {
  (await cookies()).set(THEME_COOKIE, themeOf(theme), {
    path: "/",
    maxAge: ONE_YEAR_SECONDS,
    sameSite: "lax",
    httpOnly: true,
  });
}
