import { LoaderCircle } from "lucide-react";

/** A turning ring beside words that say what is going on; silent for screen readers. */
export function Spinner() {
  return <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin motion-reduce:animate-none" />;
}
