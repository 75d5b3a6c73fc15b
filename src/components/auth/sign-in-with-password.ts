import { signIn } from "next-auth/react";
import { signInError } from "@/components/auth/sign-in-result";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { localErrorResponse } from "@/trpc/error-response";

/** Signs in with e-mail and password; null when it worked, otherwise what went wrong. */
export async function signInWithPassword(email: string, password: string): Promise<ErrorResponse | null> {
  try {
    const result = await signIn("credentials", { email, password, redirect: false });
    if (result?.ok === true && !result.error) return null;
    return signInError(result?.error ?? "");
  } catch {
    return localErrorResponse("CONN_NETWORK_ERROR", "Wheelhouse did not answer");
  }
}
