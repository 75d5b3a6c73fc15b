"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useToast } from "@/components/ui/toast";

interface CopyButtonProps {
  text: string;
  /** What is copied, such as 'request id'. */
  what: string;
  /** A button with words instead of the icon alone. */
  withLabel?: boolean;
  /** The main action of its place. */
  primary?: boolean;
}

/** Copies a text and says so. */
export function CopyButton({ text, what, withLabel = false, primary = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const toast = useToast();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      toast({ tone: "ok", title: `Copied the ${what}` });
      setTimeout(() => setCopied(false), 2000);
    } catch {
      toast({
        tone: "warn",
        title: `The browser did not allow copying. Select the ${what} and copy it by hand.`,
      });
    }
  };
  const icon = copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />;
  if (withLabel) {
    return (
      <Button tone={primary ? "primary" : "secondary"} icon={icon} onClick={copy}>
        Copy {what}
      </Button>
    );
  }
  return (
    <IconButton label={`Copy ${what}`} onClick={copy} size="small">
      {icon}
    </IconButton>
  );
}
