import type { ErrorCode } from "@/shared/error-codes";

export interface ErrorGuidance {
  /** What it means for the person's session or money. */
  readonly means: string;
  /** The next step. */
  readonly next: string;
}

const NOTHING_CHANGED = "Nothing was changed, and nothing was sent to the broker.";
const DATA_ONLY = "Your account at the broker is as it was; only the view of it here is missing.";

/** What each error means and what to do, in the words that the pages show. A code without a row does not compile. */
export const ERROR_GUIDANCE = {
  AUTH_INVALID_CREDENTIALS: {
    means: "You are not signed in. The answer is the same for an unknown name as for a wrong password.",
    next: "Check both before you try again: wrong tries in a row are slowed down, and lock a broker account.",
  },
  AUTH_MFA_REQUIRED: {
    means:
      "This install keeps a session only where the broker asked for a second factor, and it asked for none: what it gave was ended at once, or never used.",
    next: "Turn on two-step verification at the broker and sign in again; or an admin sets ENABLE_MFA to false.",
  },
  AUTH_SESSION_EXPIRED: {
    means:
      "The broker does not accept the session any more. What is still shown of the account is the last known.",
    next: "Sign in to the broker again on the connection's page.",
  },
  AUTH_RATE_LIMITED: {
    means: "Further tries are held back for a while, so that nobody can guess the password.",
    next: "Wait until the time is up, then try again.",
  },
  AUTH_CODE_REJECTED: {
    means: "The code was wrong, or too old. The sign-in is still open if tries are left.",
    next: "Enter the newest code. A new code makes the ones before it void.",
  },
  AUTH_CHALLENGE_DENIED: {
    means:
      "No session was made. If it was not you who pressed deny, somebody else has your phone or account.",
    next: "Start the sign-in again and approve it, if it is yours.",
  },
  AUTH_CHALLENGE_EXPIRED: {
    means: "No session was made, and the request on your phone is void.",
    next: "Start the sign-in again and have the phone at hand.",
  },
  AUTH_LOGIN_LOCKED: {
    means:
      "Wheelhouse holds the sign-in back, since a few failed ones in a row lock the whole broker account.",
    next: "Wait until the time that is shown. Meanwhile, check the password in the broker's own app.",
  },
  AUTH_ACCOUNT_MISMATCH: {
    means:
      "The login works, but it opens another account than this connection had before, so it was not used.",
    next: "Sign in with the login of before, or add a new connection for this one.",
  },
  AUTH_SIGN_IN_REQUIRED: {
    means: "Your app session has ended. Your broker connections go on as they are.",
    next: "Sign in to Wheelhouse.",
  },
  AUTH_CLIENT_REFUSED: {
    means: "The broker asks for a newer client than this version of Wheelhouse speaks for.",
    next: "Update Wheelhouse. Trying again will not help, and could lock the account.",
  },
  AUTH_SETUP_CODE_INVALID: {
    means: "The owner was not created.",
    next: "Copy the code from the console where Wheelhouse runs. A restart prints a new one.",
  },
  AUTH_INVITATION_INVALID: {
    means: "The link was used before, withdrawn, or its time is over.",
    next: "Ask an admin for a new invitation.",
  },
  AUTH_LOGIN_REFUSED: {
    means: "No session was made. The broker gave no reason that could be understood.",
    next: "Sign in once in the broker's own app; it often says there what it wants.",
  },
  AUTH_LOGIN_INTERRUPTED: {
    means: "No session was made. The step under way when Wheelhouse stopped can't be taken up again.",
    next: "Start the sign-in again.",
  },
  AUTH_REFRESH_ANSWER_LOST: {
    means:
      "The line broke or Wheelhouse was stopped while the session was being renewed, so the broker's answer may have been lost. The token that is left was tried once more, and the broker refused it.",
    next: "Sign in to the broker again. Your settings and history are kept.",
  },
  AUTH_TOKEN_INVALID: {
    means: "No token of this install looks like the one that was sent.",
    next: "Check that it was copied whole; its last six characters are a check. If it is lost, make a new one.",
  },
  AUTH_TOKEN_ENDED: {
    means: "The token was good once and is not any more.",
    next: "Make a new one under Settings, API tokens, and put it into the program.",
  },
  AUTH_BOTS_FROZEN: {
    means: "You or an admin have stopped all programs. Their tokens are still there.",
    next: "Let programs in again under Settings, API tokens, or ask an admin.",
  },
  AUTH_ADDRESS_REFUSED: {
    means: "The token is limited to some addresses, and the program runs at another.",
    next: "Run it where the token allows, or make a token that allows its address.",
  },
  AUTH_PERSON_NEEDED: {
    means: "The sign-in goes no further without a code or an approval, and nobody was to be asked.",
    next: "Sign in once at a terminal or on the Connections page; afterwards the session is kept.",
  },
  CONN_NETWORK_ERROR: {
    means: "There was no answer, so nothing is known to have changed.",
    next: "Check the network of this device and of the machine where Wheelhouse runs, then try again.",
  },
  CONN_TIMEOUT: {
    means: "The answer did not come in time. The request may still have arrived.",
    next: "Look at the state that is shown before you try again.",
  },
  CONN_SSL_ERROR: {
    means: "The other side could not prove who it is, so nothing was sent to it.",
    next: "Check the clock of the machine and whether something reads its traffic along.",
  },
  CONN_BROKER_UNAVAILABLE: {
    means: `The broker has trouble on its side. ${DATA_ONLY}`,
    next: "Try again in a few minutes. The broker's status page may say more.",
  },
  CONN_ADDRESS_REFUSED: {
    means: "The request would have gone to a host that is not allowed, so it was not sent.",
    next: "Ask the person who runs Wheelhouse to check the configuration: the broker's address, or NOTICE_PRIVATE_HOSTS for a channel.",
  },
  CONN_UNEXPECTED_REPLY: {
    means: `The broker answered in a form that is not known. ${DATA_ONLY}`,
    next: "Try again later. If it stays, Wheelhouse needs an update.",
  },
  CONN_OTHER_HOSTS: {
    means:
      "This install talks to other addresses now than the ones this connection was made with. Nothing was sent to them.",
    next: "Start Wheelhouse with the addresses of before, or disconnect and sign in anew.",
  },
  CONN_BROKER_PAUSED: {
    means: `The broker failed several times in a row, so Wheelhouse asks it only now and then. ${DATA_ONLY}`,
    next: "Nothing for now. Wheelhouse goes on by itself as soon as the broker answers.",
  },
  CONN_RESTORED_COPY: {
    means:
      "Wheelhouse runs on an older copy of its data, and the broker may have given newer tokens since. Nothing was sent.",
    next: "An admin decides on the page or with `wheelhouse restore accept`: keep the broker sessions, or end them.",
  },
  NOTICE_REFUSED: {
    means: "Notices don't reach you this way: the address is wrong, or the hook was removed.",
    next: "Check the channel's address, or make a new hook at the service, and send a test.",
  },
  NOTICE_UNDELIVERED: {
    means: "The service has trouble or asks to wait. The notice is kept and sent again.",
    next: "Nothing for now. If it stays, send a test on the channel's page, or add another channel.",
  },
  NOTICE_MAIL_SETTINGS: {
    means: "E-mails can't be sent to anybody. Your notices are kept here, in the app.",
    next: "Ask the person who runs Wheelhouse to check SMTP_URL and SMTP_FROM.",
  },
  API_INVALID_REQUEST: {
    means: NOTHING_CHANGED,
    next: "Reload the page and try again; it may be from an older version.",
  },
  API_RESOURCE_NOT_FOUND: {
    means: "It was removed, or it never was yours.",
    next: "Go back to the list and look there.",
  },
  API_PERMISSION_DENIED: {
    means: NOTHING_CHANGED,
    next: "Ask an admin whether your roles should include it.",
  },
  API_CONFLICT: {
    means: "Nothing was changed, since the state is another than the page showed.",
    next: "Look at the current state, then decide again.",
  },
  API_RATE_LIMITED: {
    means: `Too many requests in a short time. ${DATA_ONLY}`,
    next: "Wait a moment, then try again.",
  },
  API_BUDGET_SPENT: {
    means:
      "Wheelhouse keeps below the broker's limit, and keeps a share back to renew the session. Nothing was sent.",
    next: "Wait for the time shown, then try again.",
  },
  API_SESSION_LIMIT: {
    means: "Nothing was sent to the broker: each live session is kept up, and their number is limited.",
    next: "Disconnect one you don't need, or ask the person who runs Wheelhouse to raise MAX_SESSIONS.",
  },
  API_SCOPE_MISSING: {
    means: NOTHING_CHANGED,
    next: "Make a token that has the scope, if the program should be allowed to.",
  },
  API_TOKEN_BUDGET_SPENT: {
    means: "The program asks more often than its token allows. Nothing was done.",
    next: "Wait for the time shown, or make a token with a higher limit.",
  },
  API_IDEMPOTENCY_CONFLICT: {
    means: NOTHING_CHANGED,
    next: "Use a new key for each new request, and the same one only to repeat the same request.",
  },
  API_PROXY_REFUSED: {
    means: "Nothing was sent to the broker.",
    next: "Keep to the hosts, paths and methods that the documentation for bots lists.",
  },
  API_UNEXPECTED: {
    means: "The cause is in the log of Wheelhouse under the request id below.",
    next: "Try again. If it stays, give the request id to the person who runs Wheelhouse.",
  },
  STORAGE_READ_ERROR: {
    means: "The data is there but can't be read now.",
    next: "Try again. If it stays, the person who runs Wheelhouse has to check the database and the key.",
  },
  STORAGE_WRITE_ERROR: {
    means: "What you did was not kept.",
    next: "Try again. If it stays, the disk may be full or the database out of reach.",
  },
  STORAGE_PERMISSION_ERROR: {
    means: "Wheelhouse may not open its own data.",
    next: "The person who runs Wheelhouse has to check who owns the data folder.",
  },
  STORAGE_FILE_UNREADABLE: {
    means: "The file is not one that a session can be read from. It was kept under another name.",
    next: "Sign in again; a new file is written. Keep the old one if you want to know what happened to it.",
  },
  STORAGE_BACKEND_UNAVAILABLE: {
    means:
      "The keyring or Vault that keeps credentials does not answer as it should. Nothing was lost or changed.",
    next: "Type what you sign in with, or wait: the person who runs Wheelhouse sees the reason under credential storage.",
  },
  STORAGE_BACKEND_READ_ONLY: {
    means: "This install reads credentials from its environment and keeps none that people type.",
    next: "Connect without letting Wheelhouse remember, or ask an admin to choose another credential storage.",
  },
  STORAGE_BACKUP_DAMAGED: {
    means: "The file is not a whole backup, so nothing was restored from it.",
    next: "Take another copy of it, or an earlier backup.",
  },
  VALIDATION_INVALID_INPUT: {
    means: "Nothing was changed. What you typed is still here.",
    next: "Mend the marked field and send it again.",
  },
  VALIDATION_MISSING_FIELD: {
    means: "Nothing was changed. What you typed is still here.",
    next: "Fill in the marked field and send it again.",
  },
} as const satisfies Record<ErrorCode, ErrorGuidance>;
