"use client";

import { useState } from "react";
import { CreateTokenForm } from "@/components/tokens/create-token-form";
import { ShownToken } from "@/components/tokens/shown-token";
import { Dialog } from "@/components/ui/dialog";
import type { TokenChoices } from "@/shared/schemas/api-token";

interface CreateTokenDialogProps {
  choices: TokenChoices;
  email: string;
  onClose: () => void;
}

/** Asks what the token may do; then shows it, once. */
export function CreateTokenDialog({ choices, email, onClose }: CreateTokenDialogProps) {
  const [token, setToken] = useState<string | null>(null);
  return (
    <Dialog
      open
      form="drawer"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={token === null ? "Make a token" : "Your new token"}
    >
      {token === null ? (
        <CreateTokenForm choices={choices} email={email} onMade={setToken} onClose={onClose} />
      ) : (
        <ShownToken token={token} onDone={onClose} />
      )}
    </Dialog>
  );
}
