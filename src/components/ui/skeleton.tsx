import { classNames } from "@/components/ui/class-names";

/** A grey bar of the shape of what is coming. Give it the size by class. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames(
        "block h-3.5 animate-breathe rounded-sm bg-sunken motion-reduce:animate-none",
        className,
      )}
    />
  );
}

/** Says once, for screen readers, that something is on its way; put the skeletons inside. */
export function LoadingRegion({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
