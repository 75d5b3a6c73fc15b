import type { NoticeChannelRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

/** The owner's channel. Another person's reads as not found: API_RESOURCE_NOT_FOUND. */
export async function loadChannel(
  storage: StorageTx,
  ownerId: string,
  channelId: string,
): Promise<NoticeChannelRecord> {
  const channel = await storage.noticeChannels.ofOwner(ownerId, channelId);
  if (channel === null) {
    throw new AppError("API_RESOURCE_NOT_FOUND", "There is no such channel");
  }
  return channel;
}
