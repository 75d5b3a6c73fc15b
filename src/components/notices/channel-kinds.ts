import {
  BellRing,
  type LucideIcon,
  Mail,
  MessageCircle,
  MessageSquare,
  UsersRound,
  Webhook,
} from "lucide-react";
import type { ChannelKind } from "@/shared/schemas/notice";

interface ChannelKindText {
  name: string;
  icon: LucideIcon;
  /** What it does, for the choice. */
  brief: string;
  /** Where the address comes from. */
  how: string;
  addressLabel: string;
  example: string;
}

/** The ways to reach a person, in the words of the page. */
export const CHANNEL_TEXTS: Record<ChannelKind, ChannelKindText> = {
  email: {
    name: "E-mail",
    icon: Mail,
    brief: "To one address, by this install's mail server.",
    how: "Any address that you read. Send a test afterwards: a full or wrong mailbox shows only then.",
    addressLabel: "E-mail address",
    example: "you@example.com",
  },
  slack: {
    name: "Slack or Mattermost",
    icon: MessageSquare,
    brief: "A message in a channel, by incoming webhook.",
    how: "Slack: at api.slack.com/apps make an app, switch on Incoming Webhooks, add one to your channel and copy its URL. Mattermost: Integrations, then Incoming Webhooks.",
    addressLabel: "Webhook URL",
    example: "https://hooks.slack.com/services/…",
  },
  discord: {
    name: "Discord",
    icon: MessageCircle,
    brief: "A message in a channel, by channel webhook.",
    how: "In the channel's settings open Integrations, then Webhooks; make one and copy its URL.",
    addressLabel: "Webhook URL",
    example: "https://discord.com/api/webhooks/…",
  },
  teams: {
    name: "Microsoft Teams",
    icon: UsersRound,
    brief: "A card in a channel or chat, by workflow.",
    how: "In the menu of the channel or chat open Workflows, choose the template that posts when a webhook request is received, and copy the address that it shows at the end.",
    addressLabel: "Workflow address",
    example: "https://…/workflows/…",
  },
  ntfy: {
    name: "ntfy",
    icon: BellRing,
    brief: "A push message to your phone, by topic.",
    how: "Subscribe to a topic in the ntfy app and enter its address here. Who knows the name of an open topic can read it: choose one that nobody guesses, or protect it and enter its token.",
    addressLabel: "Topic address",
    example: "https://ntfy.sh/your-topic",
  },
  webhook: {
    name: "Signed webhook",
    icon: Webhook,
    brief: "A call to a program of your own that can check it.",
    how: "The address where your program takes POST requests, over https. You get the secret that signs them once the channel is made.",
    addressLabel: "Address",
    example: "https://example.com/hook",
  },
};

/** What most people want first. */
const ORDER: readonly ChannelKind[] = ["email", "slack", "discord", "teams", "ntfy", "webhook"];

/** The kinds that this install offers, in the order of the choice. */
export function offeredKinds(kinds: readonly ChannelKind[]): ChannelKind[] {
  return ORDER.filter((kind) => kinds.includes(kind));
}
