import { calendarReply } from "@/server/api/calendar-reply";
import { getContainer } from "@/server/container";

export const dynamic = "force-dynamic";

/** A person's expirations for calendar programs, which can't sign in: the address itself is the key. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly token: string }> },
): Promise<Response> {
  const { services } = await getContainer();
  return calendarReply(services, (await params).token);
}
