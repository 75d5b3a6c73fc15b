import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { TableSkeleton } from "@/components/ui/table-skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Your account" />
      <Card>
        <TableSkeleton label="Loading your account" />
      </Card>
    </>
  );
}
