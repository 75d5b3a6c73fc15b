import { readActor } from "@/server/auth/read-actor";
import { requestFacts } from "@/server/auth/request-facts";
import { getContainer } from "@/server/container";
import type { ServiceContext } from "@/server/services/service-context";

export type ApiContext = ServiceContext;

/** The context of one request: the services, who asks (as the database says now), and the request's facts. */
export async function createApiContext(headers: Headers): Promise<ApiContext> {
  const { services, auth } = await getContainer();
  return {
    ...services,
    actor: await readActor(services, auth, headers),
    request: requestFacts(headers),
  };
}
