import { z } from "zod";
import type { FileRefusal } from "@/server/session-file/formats/file-refusal";
import { deviceTokenOf, isToken, type SavedSession } from "@/server/session-file/formats/saved-session";
import { Secret } from "@/shared/secret";

/** First line of Wheelhouse's own file; the second is the sealed session. */
export const ENCRYPTED_MAGIC = "wheelhouse session file ";
const FIRST_LINE = `${ENCRYPTED_MAGIC}v1`;

/** What the seal is bound to: a text that was sealed for anything else can't be put into such a file. */
export const SESSION_FILE_PURPOSE = "session file v1";

/** Opens what was sealed for {@link SESSION_FILE_PURPOSE}, or tells why it can't be. */
export type FileOpener = (
  sealed: string,
) => Promise<
  | Secret
  | Extract<
      FileRefusal,
      "seal_not_valid" | "altered" | "passphrase_needed" | "passphrase_wrong" | "other_install"
    >
>;

const tokenSchema = z.string().refine(isToken);

const contentSchema = z.object({
  accessToken: tokenSchema,
  readOnlyToken: tokenSchema.nullable(),
  refreshToken: tokenSchema.nullable(),
  deviceToken: z.string().max(100).nullable(),
  savedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  broker: z.string().max(40).nullable(),
  hosts: z.string().max(1000).nullable(),
});

/** Wheelhouse's own file; `seal` encrypts its content for {@link SESSION_FILE_PURPOSE}. */
export async function writeEncrypted(
  session: SavedSession,
  seal: (content: Secret) => Promise<string>,
): Promise<Buffer> {
  const content: z.input<typeof contentSchema> = {
    accessToken: session.accessToken.reveal(),
    readOnlyToken: session.readOnlyToken?.reveal() ?? null,
    refreshToken: session.refreshToken?.reveal() ?? null,
    deviceToken: session.deviceToken?.reveal() ?? null,
    savedAt: session.savedAt?.toISOString() ?? null,
    expiresAt: session.expiresAt?.toISOString() ?? null,
    broker: session.broker,
    hosts: session.hosts,
  };
  return Buffer.from(`${FIRST_LINE}\n${await seal(new Secret(JSON.stringify(content)))}\n`, "latin1");
}

/** Reads what {@link writeEncrypted} wrote. Never throws for what the file is like. */
export async function readEncrypted(bytes: Buffer, open: FileOpener): Promise<SavedSession | FileRefusal> {
  const [first, sealed, rest, ...more] = bytes.toString("latin1", 0, bytes.length).split("\n");
  if (first !== FIRST_LINE)
    return /^[a-z ]+v\d{1,4}$/.test(first ?? "") ? "version_unknown" : "seal_not_valid";
  if (sealed === undefined || rest === undefined) return "truncated";
  if (rest !== "" || more.length > 0) return "trailing_bytes";
  const content = await open(sealed);
  return content instanceof Secret ? sessionOf(content) : content;
}

function sessionOf(content: Secret): SavedSession | FileRefusal {
  const parsed = contentSchema.safeParse(parse(content));
  if (!parsed.success) return "field_not_valid";
  const { accessToken, readOnlyToken, refreshToken, deviceToken, savedAt, expiresAt } = parsed.data;
  return {
    accessToken: new Secret(accessToken),
    readOnlyToken: readOnlyToken === null ? null : new Secret(readOnlyToken),
    refreshToken: refreshToken === null ? null : new Secret(refreshToken),
    deviceToken: deviceTokenOf(deviceToken),
    savedAt: savedAt === null ? null : new Date(savedAt),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    broker: parsed.data.broker,
    hosts: parsed.data.hosts,
  };
}

function parse(content: Secret): unknown {
  try {
    return JSON.parse(content.reveal());
  } catch {
    return undefined;
  }
}
