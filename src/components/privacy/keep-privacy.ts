"use server";

import { cookies } from "next/headers";
import { PRIVACY_COOKIE } from "@/components/privacy/privacy";

const ONE_YEAR_SECONDS = 31_536_000;

/** Keeps in a cookie whether amounts are hidden, which the layout reads before it draws a page. */
export async function keepPrivacy(hidden: boolean): Promise<void> {
  (await cookies()).set(PRIVACY_COOKIE, hidden === true ? "hidden" : "shown", {
    path: "/",
    maxAge: ONE_YEAR_SECONDS,
    sameSite: "lax",
    httpOnly: true,
  });
}
