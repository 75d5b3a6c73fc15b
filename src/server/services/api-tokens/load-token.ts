import type { ApiTokenRecord } from "@/server/storage/bot-records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

/** The owner's token. Another person's reads as not found: API_RESOURCE_NOT_FOUND. */
export async function loadToken(
  storage: StorageTx,
  ownerId: string,
  tokenId: string,
): Promise<ApiTokenRecord> {
  const token = await storage.apiTokens.ofOwner(ownerId, tokenId);
  if (token === null) throw new AppError("API_RESOURCE_NOT_FOUND", "There is no such token");
  return token;
}
