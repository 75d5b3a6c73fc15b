import { z } from "zod";

/** The four brokers, spelled as on the wire. `td_ameritrade` is served by Charles Schwab today. */
export const BROKER_TYPES = ["robinhood", "etrade", "interactive_brokers", "td_ameritrade"] as const;
export const brokerTypeSchema = z.enum(BROKER_TYPES);
export type BrokerType = z.infer<typeof brokerTypeSchema>;

/** What the person lets Wheelhouse do with the connection. */
export const connectionAccessSchema = z.enum(["read_only", "trading"]);
export type ConnectionAccess = z.infer<typeof connectionAccessSchema>;

const brokerCapabilitySchema = z.enum(["data", "orders", "trading"]);

/** How a login at this broker works. */
const loginKindSchema = z.enum(["password", "oauth_redirect", "gateway"]);

/**
 * One field of a broker's login form. Page, command line and API draw and check their forms from these, so
 * that a new broker needs no new form.
 */
export const credentialFieldSchema = z.object({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  label: z.string().max(80),
  kind: z.enum(["email", "text", "password", "one_time_code", "totp_secret", "url"]),
  required: z.boolean(),
  help: z.string().max(400).optional(),
  autocomplete: z.string().max(40).optional(),
  minLength: z.number().int().positive().optional(),
  maxLength: z.number().int().positive(),
  /** `never`: only for this login. `with_consent`: kept when 'remember' is chosen. `separate_consent`: a choice of its own. */
  remember: z.enum(["never", "with_consent", "separate_consent"]),
  /** Shown behind 'More options'. */
  advanced: z.boolean(),
});
export type CredentialField = z.infer<typeof credentialFieldSchema>;

export const HTTP_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/**
 * What programs may call at a broker through Wheelhouse. Paths are given by how they begin, in whole parts: `/orders`
 * is `/orders/` and `/orders/1/cancel/`, but not `/orders2/`.
 */
export const proxyRulesSchema = z.object({
  /** Hosts by short names, which stand in the address of a proxied call. */
  hosts: z.array(z.object({ name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/), about: z.string() })).min(1),
  methods: z.array(z.enum(HTTP_METHODS)).min(1),
  /** Never called: what logs in and out, renews tokens, approves devices, changes the login or moves money. */
  refusedPaths: z.array(z.string().startsWith("/")),
  /** Other methods than GET and HEAD are let through here only. */
  writablePaths: z.array(z.string().startsWith("/")),
});
export type ProxyRules = z.infer<typeof proxyRulesSchema>;

/** A broker as the pages, the command line and the API see it. */
export const brokerDescriptionSchema = z.object({
  id: brokerTypeSchema,
  name: z.string(),
  loginKind: loginKindSchema,
  /** Host names that the login and the data calls go to, as configured. */
  hosts: z.array(z.string()),
  /** False where the configured addresses are not the broker's own (the sandbox, a test server). */
  officialHosts: z.boolean(),
  credentialFields: z.array(credentialFieldSchema),
  accessModes: z.array(connectionAccessSchema).min(1),
  capabilities: z.array(brokerCapabilitySchema),
  /** What a person must know before connecting; plain sentences. */
  notice: z.object({ title: z.string(), points: z.array(z.string()).min(1) }),
  limits: z.object({
    requestsPerMinute: z.number().int().positive(),
    concurrentRequests: z.number().int().positive(),
  }),
  deadlines: z.object({
    /** A login must be finished in this time, challenges included. */
    loginSeconds: z.number().int().positive(),
    /** How the session ends by itself, in one sentence. */
    sessionEnds: z.string(),
  }),
  /** How Wheelhouse keeps a session of this broker alive. */
  upkeep: z.object({
    /** Tokens are renewed this long before they end; null where the broker renews none. */
    refreshAheadSeconds: z.number().int().positive().nullable(),
    /** The broker is told at this interval that the session is in use; null where sessions have no idle time-out. */
    keepAliveSeconds: z.number().int().positive().nullable(),
  }),
  /** What programs may call with the session, which Wheelhouse adds; null where that is not offered. */
  proxy: proxyRulesSchema.nullable(),
});
export type BrokerDescription = z.infer<typeof brokerDescriptionSchema>;
