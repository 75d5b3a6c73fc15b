import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { toErrorResponse } from "@/trpc/error-response";

/** Not worth another try: the answer would be the same, or a second attempt could do harm. */
function isWorthRetrying(failures: number, error: unknown): boolean {
  const { name } = toErrorResponse(error);
  return (
    failures < 2 && (name === "CONN_NETWORK_ERROR" || name === "CONN_TIMEOUT" || name === "API_UNEXPECTED")
  );
}

/**
 * The cache of one browser page. Reads are retried only on trouble of the line; writes never.
 * @param onError hears every failure, before the place that asked shows it
 */
export function createQueryClient(onError: (error: unknown) => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 15_000, retry: isWorthRetrying },
      mutations: { retry: false },
    },
  });
}
