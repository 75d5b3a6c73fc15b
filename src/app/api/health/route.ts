export const dynamic = "force-dynamic";

/** Liveness: the process answers. It says nothing about the database or the brokers. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
