import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";

/** The shape of the dashboard until the connections arrive. */
export function DashboardSkeleton() {
  return (
    <>
      <PageHeader title="Dashboard" />
      <LoadingRegion label="Loading your connections">
        <div className="flex flex-col gap-4">
          <Card className="flex items-center gap-4 px-4 py-4">
            <Skeleton className="w-36" />
            <Skeleton className="w-24" />
            <Skeleton className="w-56 max-sm:hidden" />
          </Card>
          <Card className="flex flex-wrap items-end gap-8 p-4">
            <Skeleton className="h-8 w-44" />
            <Skeleton className="h-5 w-24" />
            <Skeleton className="h-5 w-24" />
          </Card>
          <Card className="flex flex-col gap-4 p-4">
            <Skeleton className="w-40" />
            <Skeleton className="w-full" />
            <Skeleton className="w-full" />
          </Card>
        </div>
      </LoadingRegion>
    </>
  );
}
