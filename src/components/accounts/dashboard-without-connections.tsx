import { LockKeyhole } from "lucide-react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

/** For a role that may not hold connections: says so, and who can change it. */
export function DashboardWithoutConnections() {
  return (
    <>
      <PageHeader title="Dashboard" />
      <Card>
        <EmptyState icon={<LockKeyhole />} title="Your roles don't include connections">
          An admin can give you the role “user”. Then you connect your own brokerage accounts and see them
          here.
        </EmptyState>
      </Card>
    </>
  );
}
