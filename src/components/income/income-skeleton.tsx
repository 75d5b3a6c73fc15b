import { Card } from "@/components/ui/card";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";

/** Totals and a plot on their way, in their own places. */
export function IncomeSkeleton() {
  return (
    <LoadingRegion label="Adding up what your wheels brought">
      <div className="flex flex-col gap-4">
        <Card className="grid grid-cols-2 gap-4 px-4 py-3 sm:grid-cols-4">
          {["realised", "open", "month", "capital"].map((name) => (
            <div key={name} className="flex flex-col gap-2">
              <Skeleton className="w-24" />
              <Skeleton className="h-6 w-32" />
            </div>
          ))}
        </Card>
        <Card className="flex h-96 items-end gap-3 p-6">
          {["h-24", "h-40", "h-32", "h-56", "h-44", "h-64", "h-36", "h-52"].map((height, index) => (
            <Skeleton key={height} className={`${height} flex-1 ${index > 4 ? "max-sm:hidden" : ""}`} />
          ))}
        </Card>
      </div>
    </LoadingRegion>
  );
}
