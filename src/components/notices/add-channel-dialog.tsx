"use client";

import { useState } from "react";
import { AddChannelForm } from "@/components/notices/add-channel-form";
import { SigningSecret } from "@/components/notices/signing-secret";
import { Dialog } from "@/components/ui/dialog";
import type { ChannelKind } from "@/shared/schemas/notice";

interface AddChannelDialogProps {
  kinds: readonly ChannelKind[];
  onClose: () => void;
}

/** Asks how and where to; for a signed webhook, shows its secret, once. */
export function AddChannelDialog({ kinds, onClose }: AddChannelDialogProps) {
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={secret === null ? "Add a channel" : "The channel is made"}
      {...(secret === null
        ? { description: "A way to reach you outside this app. You can test it right after." }
        : {})}
    >
      {secret === null ? (
        <AddChannelForm kinds={kinds} onSecret={setSecret} onClose={onClose} />
      ) : (
        <SigningSecret secret={secret} onDone={onClose} />
      )}
    </Dialog>
  );
}
