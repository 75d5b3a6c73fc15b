import type { Metadata } from "next";
import { InvitePage } from "@/components/auth/invite-page";

export const metadata: Metadata = { title: "Join", referrer: "no-referrer" };

export default function Invite() {
  return <InvitePage />;
}
