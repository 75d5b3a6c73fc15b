import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";

/** A framed surface without a heading of its own. */
export function Card({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} className={classNames("rounded-md border border-line bg-surface", className)} />;
}
