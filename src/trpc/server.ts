import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { createServerCaller } from "@/server/api/caller";
import type { Permission } from "@/shared/permissions";
import type { Viewer } from "@/shared/schemas/member";
import { signInPath } from "@/trpc/safe-path";

/** The signed-in person, or null; asked once a request. */
export const readViewer = cache(async (): Promise<Viewer | null> => {
  const caller = await createServerCaller();
  try {
    return await caller.viewer.get();
  } catch (error) {
    if (error instanceof TRPCError && error.code === "UNAUTHORIZED") return null;
    throw error;
  }
});

/** Whether the install still waits for its owner. */
export const readSetupNeeded = cache(async (): Promise<boolean> => {
  const caller = await createServerCaller();
  return (await caller.setup.status()).needed;
});

/** The signed-in person; everyone else goes to the setup, or to the sign-in and back here afterwards. */
export async function readViewerOrRedirect(): Promise<Viewer> {
  const viewer = await readViewer();
  if (viewer !== null) return viewer;
  if (await readSetupNeeded()) redirect("/setup");
  redirect(signInPath(withoutOwnParameters((await headers()).get("x-wheelhouse-path") ?? "/dashboard")));
}

/** Next marks its own fetches of a page with `_rsc`; that is no part of the person's address. */
function withoutOwnParameters(path: string): string {
  const [pathname = "/", search = ""] = path.split("?", 2);
  const params = new URLSearchParams(search);
  params.delete("_rsc");
  return params.size === 0 ? pathname : `${pathname}?${params.toString()}`;
}

/** The signed-in person if a role allows it; otherwise the page answers 403 with the designed page. */
export async function readViewerWith(permission: Permission): Promise<Viewer> {
  const viewer = await readViewerOrRedirect();
  if (!viewer.permissions.includes(permission)) forbidden();
  return viewer;
}
