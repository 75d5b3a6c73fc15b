export const AUDIT_SEVERITIES = ["INFO", "WARNING", "ERROR", "CRITICAL"] as const;
export type AuditSeverity = (typeof AUDIT_SEVERITIES)[number];

export const AUDIT_OUTCOMES = ["success", "failure", "denied"] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/**
 * Every kind of audit event, with the sentence that the log shows. The wording of broker events follows the
 * authentication specification ('Authentication successful', 'Session restored from cache', …).
 */
export const AUDIT_EVENTS = {
  SETUP_COMPLETED: { message: "Setup completed, owner created", targetType: "user" },
  SETUP_REFUSED: { message: "Setup refused", targetType: "install" },
  SIGN_IN: { message: "Signed in", targetType: "user" },
  SIGN_IN_FAILED: { message: "Sign-in failed", targetType: "user" },
  SIGN_IN_THROTTLED: { message: "Sign-in throttled", targetType: "user" },
  SIGN_OUT: { message: "Signed out", targetType: "app_session" },
  APP_SESSION_REVOKED: { message: "App session ended", targetType: "app_session" },
  PERMISSION_DENIED: { message: "Permission denied", targetType: "procedure" },
  MEMBER_INVITED: { message: "Member invited", targetType: "invitation" },
  INVITATION_REVOKED: { message: "Invitation withdrawn", targetType: "invitation" },
  INVITATION_ACCEPTED: { message: "Invitation accepted, member created", targetType: "user" },
  INVITATION_REFUSED: { message: "Invitation refused", targetType: "invitation" },
  ROLES_CHANGED: { message: "Roles changed", targetType: "user" },
  MEMBER_DISABLED: { message: "Member disabled", targetType: "user" },
  MEMBER_ENABLED: { message: "Member enabled", targetType: "user" },
  PASSWORD_CHANGED: { message: "Password changed", targetType: "user" },
  CONNECTION_ADDED: { message: "Connection added", targetType: "connection" },
  CONNECTION_CHANGED: { message: "Connection changed", targetType: "connection" },
  CONNECTION_REMOVED: { message: "Connection removed", targetType: "connection" },
  LOGIN_STARTED: { message: "Broker login started", targetType: "connection" },
  LOGIN: { message: "Authentication successful", targetType: "connection" },
  LOGIN_VIA_DEVICE_TOKEN: { message: "Login via device token", targetType: "connection" },
  LOGIN_FAILED: { message: "Broker login failed", targetType: "connection" },
  LOGIN_INVALID_CREDENTIALS: { message: "Invalid credentials", targetType: "connection" },
  LOGIN_REFUSED_BY_GUARD: {
    message: "Broker login held back to protect the account",
    targetType: "connection",
  },
  LOGIN_CANCELLED: { message: "Broker login cancelled", targetType: "connection" },
  CHALLENGE_ISSUED: { message: "Challenge issued", targetType: "connection" },
  CHALLENGE_ANSWERED: { message: "Challenge answered", targetType: "connection" },
  CHALLENGE_FAILED: { message: "MFA challenge failed", targetType: "connection" },
  CHALLENGE_SWITCHED: { message: "Another challenge requested", targetType: "connection" },
  SESSION_RESTORED: { message: "Session restored from cache", targetType: "broker_session" },
  SESSION_VALIDATED: { message: "Broker session checked", targetType: "broker_session" },
  SESSION_REFRESHED: { message: "Token auto-refreshed", targetType: "broker_session" },
  SESSION_REFRESH_FAILED: { message: "Token refresh failed", targetType: "broker_session" },
  SESSION_NOT_RENEWABLE: {
    message: "Broker session can't be renewed any more",
    targetType: "broker_session",
  },
  SESSION_GIVEN_UP: { message: "Keeping the broker session given up", targetType: "broker_session" },
  SESSION_RETRIED: { message: "Broker session tried again by hand", targetType: "connection" },
  AUTO_LOGIN: { message: "Signing in with stored credentials", targetType: "connection" },
  SESSION_EXPIRED: { message: "Broker session expired", targetType: "broker_session" },
  SESSION_INTEGRITY_FAILED: {
    message: "Stored secret failed its integrity check",
    targetType: "broker_session",
  },
  LOGOUT: { message: "Logout successful", targetType: "connection" },
  LOGOUT_LOCAL_ONLY: { message: "Logged out here, the broker was not reached", targetType: "connection" },
  CREDENTIALS_STORED: { message: "Credentials stored", targetType: "connection" },
  CREDENTIALS_FORGOTTEN: { message: "Stored credentials deleted", targetType: "connection" },
  NOTICE_CHANNEL_ADDED: { message: "Notice channel added", targetType: "notice_channel" },
  NOTICE_CHANNEL_CHANGED: { message: "Notice channel changed", targetType: "notice_channel" },
  NOTICE_CHANNEL_REMOVED: { message: "Notice channel removed", targetType: "notice_channel" },
  NOTICE_CHANNEL_TESTED: { message: "Notice channel tested", targetType: "notice_channel" },
  NOTICE_SECRET_SHOWN: { message: "Signing secret of a notice channel made", targetType: "notice_channel" },
  NOTICE_UNDELIVERED: { message: "Notice could not be delivered", targetType: "notice_channel" },
  FLIGHT_RECORD_EXPORTED: { message: "Flight recorder downloaded", targetType: "connection" },
  ROLL_DECIDED: { message: "Pair of trades judged to be a roll or not", targetType: "connection" },
  CALENDAR_FEED_RENEWED: { message: "Private calendar address made", targetType: "user" },
  CALENDAR_FEED_REMOVED: { message: "Private calendar address removed", targetType: "user" },
  API_TOKEN_CREATED: { message: "API token made", targetType: "api_token" },
  API_TOKEN_ROTATED: { message: "API token replaced by a new one", targetType: "api_token" },
  API_TOKEN_REVOKED: { message: "API token revoked", targetType: "api_token" },
  API_TOKEN_REFUSED: { message: "API token refused", targetType: "api_token" },
  BOTS_FROZEN: { message: "Programs kept out", targetType: "bots" },
  BOTS_UNFROZEN: { message: "Programs let in again", targetType: "bots" },
  SESSION_LEASED: { message: "Token of a live broker session handed out", targetType: "connection" },
  SESSION_LEASE_ENDED: { message: "Lease of a broker session ended", targetType: "connection" },
  PROXY_CALL_REFUSED: { message: "Call to the broker not let through", targetType: "connection" },
  SESSION_EXPORTED: { message: "Broker session written to a file", targetType: "connection" },
  SESSION_IMPORTED: { message: "Broker session read from a file", targetType: "connection" },
  SESSION_FILE_SET_ASIDE: { message: "Session file set aside", targetType: "connection" },
  KEY_CREATED: { message: "Data key created", targetType: "data_key" },
} as const satisfies Record<string, { readonly message: string; readonly targetType: string }>;

export type AuditEventType = keyof typeof AUDIT_EVENTS;
export const AUDIT_EVENT_TYPES = Object.keys(AUDIT_EVENTS) as [AuditEventType, ...AuditEventType[]];
