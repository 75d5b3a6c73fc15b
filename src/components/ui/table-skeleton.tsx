import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";

const WIDTHS = ["w-40", "w-52", "w-32", "w-44", "w-36"] as const;

/** Rows of the table that is on its way, at its own height. */
export function TableSkeleton({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <LoadingRegion label={label}>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex h-8 items-center gap-8 border-b border-line px-4 last:border-b-0">
          <Skeleton className="w-28 shrink-0" />
          <Skeleton className={WIDTHS[row % WIDTHS.length] ?? "w-40"} />
          <Skeleton className="ml-auto hidden w-24 sm:block" />
        </div>
      ))}
    </LoadingRegion>
  );
}
