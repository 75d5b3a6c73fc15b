import { getContainer } from "@/server/container";

export const dynamic = "force-dynamic";

/** 200 when the app is up and its database answers, else 503. The first call also starts the background work. */
export async function GET(): Promise<Response> {
  try {
    const { services } = await getContainer();
    await services.storage.ping();
    return Response.json({ status: "ok" });
  } catch {
    return Response.json({ status: "unavailable" }, { status: 503 });
  }
}
