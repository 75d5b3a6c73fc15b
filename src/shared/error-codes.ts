interface ErrorCodeRow {
  /** The number shown to people and returned by the API. 1001–5002 are the source specification's. */
  readonly number: string;
  /** One sentence, the same everywhere. */
  readonly message: string;
  readonly httpStatus: 400 | 401 | 403 | 404 | 409 | 422 | 429 | 500 | 502 | 503 | 504;
}

/** Every error of the product: 1xxx authentication, 2xxx connection, 3xxx API, 4xxx storage, 5xxx validation. */
export const ERROR_CODES = {
  AUTH_INVALID_CREDENTIALS: { number: "1001", message: "Invalid username or password", httpStatus: 401 },
  AUTH_MFA_REQUIRED: { number: "1002", message: "Multi-factor authentication required", httpStatus: 401 },
  AUTH_SESSION_EXPIRED: { number: "1003", message: "Session expired, please login again", httpStatus: 401 },
  AUTH_RATE_LIMITED: { number: "1004", message: "Too many attempts, please try later", httpStatus: 429 },
  AUTH_CODE_REJECTED: { number: "1005", message: "The code was not accepted", httpStatus: 401 },
  AUTH_CHALLENGE_DENIED: { number: "1006", message: "The sign-in was denied on the device", httpStatus: 401 },
  AUTH_CHALLENGE_EXPIRED: {
    number: "1007",
    message: "The sign-in was not confirmed in time",
    httpStatus: 401,
  },
  AUTH_LOGIN_LOCKED: { number: "1008", message: "Sign-in to this broker is paused", httpStatus: 429 },
  AUTH_ACCOUNT_MISMATCH: { number: "1009", message: "The login belongs to another account", httpStatus: 409 },
  AUTH_SIGN_IN_REQUIRED: { number: "1010", message: "Please sign in", httpStatus: 401 },
  AUTH_CLIENT_REFUSED: { number: "1011", message: "The broker refused this client version", httpStatus: 502 },
  AUTH_SETUP_CODE_INVALID: { number: "1012", message: "The setup code is not valid", httpStatus: 401 },
  AUTH_INVITATION_INVALID: {
    number: "1013",
    message: "The invitation is not valid any more",
    httpStatus: 404,
  },
  AUTH_LOGIN_REFUSED: { number: "1014", message: "The broker refused the sign-in", httpStatus: 502 },
  AUTH_LOGIN_INTERRUPTED: { number: "1015", message: "The sign-in was interrupted", httpStatus: 409 },
  AUTH_REFRESH_ANSWER_LOST: {
    number: "1016",
    message: "The broker's answer to a renewal was lost",
    httpStatus: 401,
  },
  AUTH_TOKEN_INVALID: { number: "1017", message: "The API token is not valid", httpStatus: 401 },
  AUTH_TOKEN_ENDED: { number: "1018", message: "The API token has expired or was revoked", httpStatus: 401 },
  AUTH_BOTS_FROZEN: { number: "1019", message: "Programs are kept out at present", httpStatus: 403 },
  AUTH_ADDRESS_REFUSED: {
    number: "1020",
    message: "The API token may not be used from this address",
    httpStatus: 403,
  },
  AUTH_PERSON_NEEDED: {
    number: "1021",
    message: "The broker wants an answer from a person",
    httpStatus: 409,
  },

  CONN_NETWORK_ERROR: { number: "2001", message: "Network connection failed", httpStatus: 502 },
  CONN_TIMEOUT: { number: "2002", message: "Connection timed out", httpStatus: 504 },
  CONN_SSL_ERROR: { number: "2003", message: "SSL certificate verification failed", httpStatus: 502 },
  CONN_BROKER_UNAVAILABLE: { number: "2004", message: "The broker is not available", httpStatus: 503 },
  CONN_ADDRESS_REFUSED: { number: "2005", message: "The address is not on the allow-list", httpStatus: 502 },
  CONN_UNEXPECTED_REPLY: {
    number: "2006",
    message: "The broker's reply was not understood",
    httpStatus: 502,
  },
  CONN_OTHER_HOSTS: { number: "2007", message: "The session belongs to another server", httpStatus: 409 },
  CONN_BROKER_PAUSED: {
    number: "2008",
    message: "The broker has trouble; it is not asked for the moment",
    httpStatus: 503,
  },
  CONN_RESTORED_COPY: {
    number: "2009",
    message: "Brokers are not asked until an admin has accepted the restored copy",
    httpStatus: 503,
  },
  NOTICE_REFUSED: { number: "2010", message: "The receiver refuses the notice", httpStatus: 502 },
  NOTICE_UNDELIVERED: { number: "2011", message: "The receiver can't take the notice now", httpStatus: 503 },
  NOTICE_MAIL_SETTINGS: {
    number: "2012",
    message: "The mail server does not accept the settings of Wheelhouse",
    httpStatus: 502,
  },

  API_INVALID_REQUEST: { number: "3001", message: "The request is not valid", httpStatus: 400 },
  API_RESOURCE_NOT_FOUND: { number: "3002", message: "Not found", httpStatus: 404 },
  API_PERMISSION_DENIED: { number: "3003", message: "Your role does not allow this", httpStatus: 403 },
  API_CONFLICT: {
    number: "3004",
    message: "It changed in the meantime or is not possible now",
    httpStatus: 409,
  },
  API_RATE_LIMITED: { number: "3005", message: "The broker asks to slow down", httpStatus: 429 },
  API_BUDGET_SPENT: {
    number: "3006",
    message: "The connection has used up its requests for this minute",
    httpStatus: 429,
  },
  API_SESSION_LIMIT: {
    number: "3007",
    message: "You have as many live sessions as allowed",
    httpStatus: 409,
  },
  API_SCOPE_MISSING: {
    number: "3008",
    message: "The API token does not allow this",
    httpStatus: 403,
  },
  API_TOKEN_BUDGET_SPENT: {
    number: "3009",
    message: "The API token has used up its requests for this minute",
    httpStatus: 429,
  },
  API_IDEMPOTENCY_CONFLICT: {
    number: "3010",
    message: "The idempotency key was used for another request",
    httpStatus: 409,
  },
  API_PROXY_REFUSED: {
    number: "3011",
    message: "This call is not let through to the broker",
    httpStatus: 403,
  },
  API_UNEXPECTED: { number: "3099", message: "Something went wrong", httpStatus: 500 },

  STORAGE_READ_ERROR: { number: "4001", message: "Stored data could not be read", httpStatus: 500 },
  STORAGE_WRITE_ERROR: { number: "4002", message: "The change could not be saved", httpStatus: 500 },
  STORAGE_PERMISSION_ERROR: { number: "4003", message: "The storage is not accessible", httpStatus: 500 },
  STORAGE_FILE_UNREADABLE: { number: "4004", message: "The session file could not be read", httpStatus: 422 },
  STORAGE_BACKUP_DAMAGED: { number: "4007", message: "The backup can't be read", httpStatus: 422 },
  STORAGE_BACKEND_UNAVAILABLE: {
    number: "4005",
    message: "The place where credentials are kept is not available",
    httpStatus: 503,
  },
  STORAGE_BACKEND_READ_ONLY: {
    number: "4006",
    message: "Credentials are not kept on this install",
    httpStatus: 409,
  },

  VALIDATION_INVALID_INPUT: { number: "5001", message: "A value is not valid", httpStatus: 422 },
  VALIDATION_MISSING_FIELD: { number: "5002", message: "A required value is missing", httpStatus: 422 },
} as const satisfies Record<string, ErrorCodeRow>;

export type ErrorCode = keyof typeof ERROR_CODES;

const ERROR_NUMBERS = new Map(
  (Object.keys(ERROR_CODES) as ErrorCode[]).map((code) => [ERROR_CODES[code].number as string, code]),
);

/** The code behind a number such as `1001`, if there is one. */
export function errorCodeOfNumber(number: string): ErrorCode | undefined {
  return ERROR_NUMBERS.get(number);
}
