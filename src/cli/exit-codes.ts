import type { ErrorCode } from "@/shared/error-codes";

/** What the exit code of every command means; the same table stands in `docs/cli.md`, and a test compares them. */
export const EXIT_CODES = {
  done: { code: 0, meaning: "Done" },
  failed: { code: 1, meaning: "It could not be done; the message says why" },
  usage: { code: 2, meaning: "Asked wrongly: a word, an option, a value or a setting" },
  refused: { code: 3, meaning: "The broker refused the credentials, the code or the approval" },
  person: { code: 4, meaning: "A person is needed: to type something, to approve it or to sign in again" },
  later: { code: 5, meaning: "Held back to protect the account, or too often: try again later" },
  network: { code: 6, meaning: "Trouble on the network, at the broker or at another server" },
  forbidden: { code: 7, meaning: "Not allowed to this person" },
  missing: { code: 8, meaning: "Not found" },
  cancelled: { code: 130, meaning: "Cancelled with Ctrl-C" },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>;

export type ExitName = keyof typeof EXIT_CODES;

/** How a command ends by an error. A code without a row does not compile. */
const EXIT_OF_ERROR: Readonly<Record<ErrorCode, ExitName>> = {
  AUTH_INVALID_CREDENTIALS: "refused",
  AUTH_MFA_REQUIRED: "person",
  AUTH_SESSION_EXPIRED: "person",
  AUTH_RATE_LIMITED: "later",
  AUTH_CODE_REJECTED: "refused",
  AUTH_CHALLENGE_DENIED: "refused",
  AUTH_CHALLENGE_EXPIRED: "person",
  AUTH_LOGIN_LOCKED: "later",
  AUTH_ACCOUNT_MISMATCH: "refused",
  AUTH_SIGN_IN_REQUIRED: "forbidden",
  AUTH_CLIENT_REFUSED: "network",
  AUTH_SETUP_CODE_INVALID: "forbidden",
  AUTH_INVITATION_INVALID: "missing",
  AUTH_LOGIN_REFUSED: "refused",
  AUTH_LOGIN_INTERRUPTED: "failed",
  AUTH_REFRESH_ANSWER_LOST: "person",
  AUTH_TOKEN_INVALID: "forbidden",
  AUTH_TOKEN_ENDED: "forbidden",
  AUTH_BOTS_FROZEN: "forbidden",
  AUTH_ADDRESS_REFUSED: "forbidden",
  AUTH_PERSON_NEEDED: "person",
  CONN_NETWORK_ERROR: "network",
  CONN_TIMEOUT: "network",
  CONN_SSL_ERROR: "network",
  CONN_BROKER_UNAVAILABLE: "network",
  CONN_ADDRESS_REFUSED: "network",
  CONN_UNEXPECTED_REPLY: "network",
  CONN_OTHER_HOSTS: "failed",
  CONN_BROKER_PAUSED: "network",
  CONN_RESTORED_COPY: "failed",
  NOTICE_REFUSED: "network",
  NOTICE_UNDELIVERED: "network",
  NOTICE_MAIL_SETTINGS: "network",
  API_INVALID_REQUEST: "usage",
  API_RESOURCE_NOT_FOUND: "missing",
  API_PERMISSION_DENIED: "forbidden",
  API_CONFLICT: "failed",
  API_RATE_LIMITED: "later",
  API_BUDGET_SPENT: "later",
  API_SESSION_LIMIT: "failed",
  API_SCOPE_MISSING: "forbidden",
  API_TOKEN_BUDGET_SPENT: "later",
  API_IDEMPOTENCY_CONFLICT: "usage",
  API_PROXY_REFUSED: "forbidden",
  API_UNEXPECTED: "failed",
  STORAGE_READ_ERROR: "failed",
  STORAGE_WRITE_ERROR: "failed",
  STORAGE_PERMISSION_ERROR: "failed",
  STORAGE_FILE_UNREADABLE: "failed",
  STORAGE_BACKUP_DAMAGED: "failed",
  STORAGE_BACKEND_UNAVAILABLE: "network",
  STORAGE_BACKEND_READ_ONLY: "failed",
  VALIDATION_INVALID_INPUT: "usage",
  VALIDATION_MISSING_FIELD: "usage",
};

/** The exit code of a command that ended with this error. */
export function exitCodeOf(error: ErrorCode): number {
  return EXIT_CODES[EXIT_OF_ERROR[error]].code;
}
