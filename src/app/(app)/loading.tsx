import { Card } from "@/components/ui/card";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { TableSkeleton } from "@/components/ui/table-skeleton";

export default function Loading() {
  return (
    <LoadingRegion label="Loading the page">
      <div className="flex flex-col gap-2 pt-6 pb-4">
        <Skeleton className="h-7 w-40" />
        <Skeleton className="w-72" />
      </div>
      <Card>
        <TableSkeleton label="Loading" rows={8} />
      </Card>
    </LoadingRegion>
  );
}
