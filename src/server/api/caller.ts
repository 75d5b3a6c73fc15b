import { headers } from "next/headers";
import { createApiContext } from "@/server/api/context";
import { appRouter } from "@/server/api/root";
import { createCallerFactory } from "@/server/api/trpc";

const createCaller = createCallerFactory(appRouter);

/** Calls procedures from server components, with the same checks as over HTTP. */
export async function createServerCaller(): Promise<ReturnType<typeof createCaller>> {
  return createCaller(await createApiContext(new Headers(await headers())));
}
