import { maskLoginName } from "@/server/services/connections/mask";
import type { ChannelTarget } from "@/shared/schemas/notice";

/** What the owner recognises a channel by: `a•••@example.com`, or a hook's host. The rest of a hook is a secret. */
export function maskTarget(target: ChannelTarget): string {
  return target.kind === "email" ? maskLoginName(target.to) : new URL(target.url).host;
}
