import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";

/** Notices that are on their way, at their own height. */
export function NoticeListSkeleton({ rows }: { rows: number }) {
  return (
    <LoadingRegion label="Reading your notices">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex flex-col gap-2.5 border-b border-line px-4 py-3.5 last:border-b-0">
          <div className="flex justify-between gap-6">
            <Skeleton className="w-24" />
            <Skeleton className="w-20" />
          </div>
          <Skeleton className="w-56 max-w-full" />
          <Skeleton className="w-72 max-w-full" />
        </div>
      ))}
    </LoadingRegion>
  );
}
