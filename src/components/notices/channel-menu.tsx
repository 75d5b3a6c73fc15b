"use client";

import { CirclePause, CirclePlay, Ellipsis, KeyRound, Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { ChannelView } from "@/shared/schemas/notice";

/** What is asked for at one channel. */
export type ChannelAct = "edit" | "toggle" | "renew" | "remove";

interface ChannelMenuProps {
  channel: Pick<ChannelView, "label" | "enabled" | "kind">;
  onAct: (act: ChannelAct) => void;
}

/** The acts that are needed seldom. */
export function ChannelMenu({ channel, onAct }: ChannelMenuProps) {
  return (
    <Menu
      trigger={
        <IconButton label={`More for ${channel.label}`}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => onAct("toggle")}>
        {channel.enabled ? <CirclePause aria-hidden /> : <CirclePlay aria-hidden />}
        {channel.enabled ? "Turn off" : "Turn on"}
      </MenuItem>
      {channel.kind === "webhook" && (
        <MenuItem onSelect={() => onAct("renew")}>
          <KeyRound aria-hidden />
          New signing secret
        </MenuItem>
      )}
      <MenuItem tone="danger" onSelect={() => onAct("remove")}>
        <Trash2 aria-hidden />
        Remove channel
      </MenuItem>
    </Menu>
  );
}
