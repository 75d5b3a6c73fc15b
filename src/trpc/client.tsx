"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/server/api/root";
import { API_ADDRESSES } from "@/shared/addresses";
import { atBase, belowBase } from "@/trpc/base-path";
import { TRPCProvider } from "@/trpc/context";
import { toErrorResponse } from "@/trpc/error-response";
import { createQueryClient } from "@/trpc/query-client";
import { signInPath } from "@/trpc/safe-path";

export { useTRPC, useTRPCClient } from "@/trpc/context";

/** A page whose app session has ended leads to the sign-in, and back to where it was. */
function leaveWhenSignedOut(error: unknown): void {
  if (typeof window === "undefined" || toErrorResponse(error).name !== "AUTH_SIGN_IN_REQUIRED") return;
  const path = belowBase(window.location.pathname + window.location.search);
  if (!path.startsWith("/sign-in")) window.location.assign(atBase(signInPath(path)));
}

/** A batch answers when its slowest call does: what a broker may keep waiting must not hold up the rest. */
const inBatches = () => httpBatchLink({ url: atBase(API_ADDRESSES.trpc), maxURLLength: 4000 });

/** Wires the pages to the API: calls in batches, the slow ones in their own, subscriptions over server-sent events. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => createQueryClient(leaveWhenSignedOut));
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url: atBase(API_ADDRESSES.trpc) }),
          false: splitLink({
            condition: ({ path }) => path.startsWith("wheel."),
            true: inBatches(),
            false: splitLink({
              condition: ({ path }) => path === "portfolio.positions",
              true: inBatches(),
              false: inBatches(),
            }),
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
