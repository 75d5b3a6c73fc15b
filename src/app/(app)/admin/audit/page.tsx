import type { Metadata } from "next";
import { AuditPage } from "@/components/audit/audit-page";
import { readViewerWith } from "@/trpc/server";

export const metadata: Metadata = { title: "Audit log" };

export default async function Audit() {
  await readViewerWith("view_audit");
  return <AuditPage />;
}
