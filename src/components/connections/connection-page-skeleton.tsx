import { Card } from "@/components/ui/card";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";

/** The shape of a connection's page until it arrives. */
export function ConnectionPageSkeleton() {
  return (
    <LoadingRegion label="Loading the connection">
      <div className="flex flex-col gap-3 pt-6 pb-4">
        <Skeleton className="h-5 w-56" />
        <Skeleton className="w-80 max-w-full" />
      </div>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card className="flex flex-col gap-4 p-4">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="w-full" />
          <Skeleton className="w-5/6" />
          <Skeleton className="h-8 w-72 max-w-full" />
          <Skeleton className="h-8 w-72 max-w-full" />
        </Card>
        <Card className="flex flex-col gap-4 p-4">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="w-full" />
          <Skeleton className="w-2/3" />
        </Card>
      </div>
    </LoadingRegion>
  );
}
