import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { type AuthSettings, isHttps } from "@/server/auth/auth-settings";
import { sessionCookieName } from "@/server/auth/cookies";
import { sessionTokenOf } from "@/server/auth/session-token";
import { loadActor } from "@/server/services/app-sessions/load-actor";
import { signIn } from "@/server/services/app-sessions/sign-in";
import { signOut } from "@/server/services/app-sessions/sign-out";
import type { ServiceContext } from "@/server/services/service-context";
import { basePathOf } from "@/shared/addresses";
import { AppError } from "@/shared/app-error";
import { ERROR_CODES } from "@/shared/error-codes";
import { signInInputSchema } from "@/shared/schemas/member";

interface AuthRequest {
  /** Services and facts of this request; nobody is signed in yet as far as it is concerned. */
  readonly ctx: ServiceContext;
  readonly settings: AuthSettings;
  readonly deviceCookie: string | null;
  /** Called with the device cookie's new value after a sign-in. */
  readonly onSignedIn: (deviceCookie: string) => void;
}

/**
 * next-auth for one request. It checks nothing itself: sign-in and sign-out are our verbs, and its cookie carries
 * only the encrypted token of an app session, whose row decides at each request. A refused sign-in reaches the
 * page as `<code number>` or `<code number>:<seconds to wait>`.
 */
export function createNextAuthOptions(request: AuthRequest): NextAuthOptions {
  const { ctx, settings } = request;
  const secure = isHttps(settings);
  const signInPage = `${basePathOf(ctx.settings.publicUrl)}/sign-in`;
  return {
    secret: settings.secret.reveal(),
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: ctx.settings.appSessionMaxSeconds },
    pages: { signIn: signInPage, error: signInPage },
    cookies: {
      sessionToken: {
        name: sessionCookieName(settings),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        authorize: async (credentials) => {
          try {
            const input = signInInputSchema.safeParse(credentials);
            if (!input.success) throw new AppError("AUTH_INVALID_CREDENTIALS");
            const signedIn = await signIn(ctx, { ...input.data, deviceCookie: request.deviceCookie });
            request.onSignedIn(signedIn.deviceCookie);
            return { id: signedIn.sessionToken.reveal() };
          } catch (error) {
            throw new Error(errorForPage(ctx, error));
          }
        },
      }),
    ],
    callbacks: {
      // `user` is there at sign-in only; afterwards the cookie's content is kept as it is.
      jwt: ({ token, user }) => ({ appSession: user?.id ?? sessionTokenOf(token)?.reveal() }),
      // What /api/auth/session tells: nothing about the person.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        const sessionToken = sessionTokenOf(token);
        const actor = sessionToken === null ? null : await loadActor(ctx, sessionToken);
        if (actor?.type === "user") await signOut({ ...ctx, actor });
      },
    },
    logger: {
      error: (code, metadata) =>
        ctx.log.error({ nextAuthCode: code, err: errorIn(metadata) }, "next-auth failed"),
      warn: (code) => ctx.log.warn({ nextAuthCode: code }, "next-auth warns"),
      debug: () => undefined,
    },
  };
}

function errorForPage(ctx: ServiceContext, error: unknown): string {
  const known =
    error instanceof AppError ? error : new AppError("API_UNEXPECTED", undefined, { cause: error });
  const { number, httpStatus } = ERROR_CODES[known.code];
  if (httpStatus >= 500) ctx.log.error({ requestId: ctx.request.id, err: known }, "sign-in failed");
  return known.retryAfterSeconds === undefined ? number : `${number}:${known.retryAfterSeconds}`;
}

/** next-auth hands over the error or an object with it, and in both cases more that may hold a cookie. */
function errorIn(metadata: Error | { error: Error }): Error {
  return metadata instanceof Error ? metadata : metadata.error;
}
