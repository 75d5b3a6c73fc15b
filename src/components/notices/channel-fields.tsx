"use client";

import type { ChannelFormProps } from "@/components/notices/channel-form";
import { CHANNEL_TEXTS } from "@/components/notices/channel-kinds";
import { KindChoices } from "@/components/notices/kind-choices";
import { QuietHoursFields } from "@/components/notices/quiet-hours-fields";
import { TextField } from "@/components/ui/text-field";

interface ChannelFieldsProps extends ChannelFormProps {
  /** The address that is stored, masked; null for a new channel. */
  stored: string | null;
}

/** What a channel needs: its name, where it leads, what it carries, and when it keeps still. */
export function ChannelFields({ values, errors, set, stored }: ChannelFieldsProps) {
  const text = CHANNEL_TEXTS[values.kind];
  const keep = stored === null ? "" : `Stored: ${stored}. Leave it empty to keep it. `;
  return (
    <>
      <TextField
        label="Name"
        help="How the channel is called here."
        value={values.label}
        maxLength={60}
        autoComplete="off"
        onValueChange={(label) => set("label", label)}
        error={errors.label}
      />
      <TextField
        label={stored === null ? text.addressLabel : `New ${text.addressLabel.toLowerCase()}`}
        help={`${keep}${text.how}`}
        type={values.kind === "email" ? "email" : "url"}
        mono={values.kind !== "email"}
        placeholder={text.example}
        value={values.address}
        maxLength={2048}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        optional={stored !== null}
        onValueChange={(address) => set("address", address)}
        error={errors.address}
      />
      {values.kind === "ntfy" && (
        <TextField
          label="Access token"
          help={
            stored === null
              ? "Only for a protected topic."
              : "Only for a protected topic. It is stored together with the address: enter both or neither."
          }
          type="password"
          optional
          value={values.token}
          maxLength={200}
          autoComplete="off"
          onValueChange={(token) => set("token", token)}
          error={errors.token}
        />
      )}
      <KindChoices value={values.kinds} onValueChange={(kinds) => set("kinds", kinds)} error={errors.kinds} />
      <QuietHoursFields values={values} errors={errors} set={set} />
    </>
  );
}
