"use client";

import { Eye, EyeOff } from "lucide-react";
import { usePrivacy } from "@/components/privacy/privacy-provider";
import { IconButton } from "@/components/ui/icon-button";

/** Hides all amounts of the pages, or shows them again. */
export function PrivacyToggle() {
  const { hidden, setHidden } = usePrivacy();
  return (
    <IconButton label={hidden ? "Show amounts" : "Hide amounts"} onClick={() => setHidden(!hidden)}>
      {hidden ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
    </IconButton>
  );
}
