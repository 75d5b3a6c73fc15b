import { useMutation } from "@tanstack/react-query";
import { addressOf, readable, type Typed } from "@/components/api-docs/api-request";
import type { PageRoute } from "@/server/rest/page-routes";
import { atBase } from "@/trpc/base-path";

/** What came back. */
export interface TriedReply {
  readonly status: number;
  /** Requests that the token has left in this minute; null where nobody counts. */
  readonly left: string | null;
  readonly text: string;
}

interface Try {
  readonly typed: Typed;
  readonly body: string;
  /** Empty for none. */
  readonly token: string;
}

/** Calls a route from this page, without the cookies of whoever is signed in. */
export function useTry(route: PageRoute) {
  return useMutation({
    mutationFn: async ({ typed, body, token }: Try): Promise<TriedReply> => {
      const response = await fetch(atBase(addressOf(route, typed)), {
        method: route.method,
        credentials: "omit",
        cache: "no-store",
        headers: {
          ...(token !== "" && { authorization: `Bearer ${token}` }),
          ...(route.bodyExample !== null && { "content-type": "application/json" }),
        },
        ...(route.bodyExample !== null && { body }),
      });
      return {
        status: response.status,
        left: response.headers.get("ratelimit-remaining"),
        text: readable(await response.text()),
      };
    },
  });
}
