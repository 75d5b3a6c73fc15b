import { z } from "zod";
import { integer, onOff, text } from "@/shared/settings/setting-kinds";

const COMMON = { scope: "admin" } as const;
const path = z.string().trim().min(1, "a path").max(4096, "a path of at most 4096 characters");

/** Sessions at brokers, and the files that programs read them from. */
export const SESSION_SETTINGS = {
  SESSION_TIMEOUT: integer({
    ...COMMON,
    label: "Life of a session",
    help: "Seconds that a broker is asked to let a session live; the broker decides.",
    yaml: "session.session_timeout",
    min: 60,
    max: 31_536_000,
    unit: "seconds",
    tooSmall: "Session timeout must be at least 60 seconds",
    initially: "86400",
  }),
  MAX_SESSIONS: integer({
    ...COMMON,
    label: "Live sessions",
    help: "Live broker sessions that one person may hold. Lowering it ends none.",
    yaml: "session.max_sessions",
    aliases: ["MAX_CACHED_SESSIONS"],
    min: 1,
    max: 1000,
    tooSmall: "Must allow at least 1 cached session",
    initially: "5",
  }),
  SESSION_REFRESH_THRESHOLD: integer({
    ...COMMON,
    label: "Renew before the end",
    help: "Sessions are renewed at least so many seconds before they end; a broker may need longer.",
    yaml: "session.refresh_threshold",
    min: 30,
    max: 86_400,
    unit: "seconds",
    initially: "300",
  }),
  SESSION_CLEANUP_INTERVAL: integer({
    ...COMMON,
    label: "Clean-up interval",
    help: "Seconds between two rounds that remove what is old: ended attempts, the flight recorder, delivered notices.",
    yaml: "session.cleanup_interval",
    min: 60,
    max: 86_400,
    unit: "seconds",
    initially: "3600",
  }),
  SESSION_CACHE_ENABLED: onOff({
    ...COMMON,
    label: "Keep sessions",
    help: "Whether sessions outlive the run that made them. With false, the first process to start ends those that an earlier run left, and no session file is read or written.",
    yaml: "session.cache_enabled",
    initially: "true",
  }),
  SESSION_CACHE_PATH: text({
    scope: "operator",
    label: "Session file",
    help: "The session file for programs that read one, such as robin_stocks: read at their start, written after a login and after each renewal.",
    yaml: "session.cache_path",
    schema: path,
    initially: null,
    whenUnset: "none is read or written",
  }),
  ENCRYPT_CACHE: onOff({
    scope: "operator",
    label: "Encrypt the session file",
    help: "With true only this install can read the session file that Wheelhouse writes; Python clients can't.",
    yaml: "session.encrypt_cache",
    initially: "false",
  }),
  SESSION_STORAGE_LOCATION: text({
    ...COMMON,
    label: "Folder of exported sessions",
    help: "Where `wheelhouse session export` puts a session file unless a path is given. ~ is the home folder of whoever runs it.",
    yaml: "session.storage_location",
    schema: path.regex(/^(~?\/|[A-Za-z]:[\\/])/, "a whole path, such as /srv/sessions or ~/.wheel_strategy"),
    initially: null,
    whenUnset: "sessions in the data folder",
  }),
  SESSION_FILE_PREFIX: text({
    ...COMMON,
    label: "Prefix of exported sessions",
    help: "What the names of such session files begin with.",
    yaml: "session.session_file_prefix",
    schema: z
      .string()
      .regex(/^[A-Za-z0-9._-]{0,40}$/, "at most 40 letters, digits, dots, dashes and underscores"),
    initially: ".session_",
  }),
} as const;
