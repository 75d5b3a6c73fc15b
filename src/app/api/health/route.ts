import { getContainer } from "@/server/container";

export const dynamic = "force-dynamic";

/**
 * 200 when the app is up and its database answers, 503 when the database does not. The first call builds the
 * container, which also starts the background work; a failure of that is logged by Next and answered with 500.
 */
export async function GET(): Promise<Response> {
  const { services } = await getContainer();
  try {
    await services.storage.ping();
    return Response.json({ status: "ok" });
  } catch {
    return Response.json({ status: "unavailable" }, { status: 503 });
  }
}
