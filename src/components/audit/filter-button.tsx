import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";

interface FilterButtonProps extends ComponentProps<typeof Button> {
  name: string;
  /** What is chosen, in a word or two; null when nothing is. */
  chosen: string | null;
}

/** Opens one filter and shows what it is set to. */
export function FilterButton({ name, chosen, ...rest }: FilterButtonProps) {
  return (
    <Button {...rest} tone={chosen === null ? "secondary" : "chosen"}>
      <span className="font-medium">{name}</span>
      {chosen !== null && <span className="max-w-40 truncate font-normal">{chosen}</span>}
      <ChevronDown aria-hidden className="size-4 text-ink-soft" />
    </Button>
  );
}
