import { isOfficial, type RobinhoodEndpoints } from "@/server/brokers/robinhood/endpoints";
import { ROBINHOOD_PROXY_RULES } from "@/server/brokers/robinhood/proxy-rules";
import type { BrokerDescription } from "@/shared/schemas/broker";

/** Robinhood as pages, command line and API see it: form fields, what to know before connecting, limits. */
export function describeRobinhood(endpoints: RobinhoodEndpoints): BrokerDescription {
  const addresses = [endpoints.apiUrl, endpoints.identiUrl, endpoints.bonfireUrl];
  return {
    id: "robinhood",
    name: "Robinhood",
    loginKind: "password",
    hosts: [...new Set(addresses.map((address) => new URL(address).host))],
    officialHosts: isOfficial(endpoints),
    credentialFields: [
      {
        name: "username",
        label: "Robinhood e-mail",
        kind: "email",
        required: true,
        autocomplete: "off",
        maxLength: 254,
        remember: "with_consent",
        advanced: false,
      },
      {
        name: "password",
        label: "Robinhood password",
        kind: "password",
        required: true,
        autocomplete: "off",
        minLength: 8,
        maxLength: 256,
        remember: "with_consent",
        advanced: false,
      },
      {
        name: "mfaCode",
        label: "Code from your authenticator app",
        kind: "one_time_code",
        required: false,
        help: "Only for accounts that still use one. It is sent when Robinhood asks for it, and never kept.",
        autocomplete: "one-time-code",
        maxLength: 12,
        remember: "never",
        advanced: true,
      },
      {
        name: "mfaSecret",
        label: "Authenticator secret (base32)",
        kind: "totp_secret",
        required: false,
        help: "With it Wheelhouse makes the codes itself. Password and secret on one server are one factor, not two.",
        autocomplete: "off",
        maxLength: 128,
        remember: "separate_consent",
        advanced: true,
      },
    ],
    accessModes: ["read_only", "trading"],
    capabilities: ["data", "orders"],
    notice: {
      title: "Before you connect Robinhood",
      points: [
        "Wheelhouse uses the private interface of Robinhood's own apps. It is not documented, and Robinhood has not sanctioned it for other programs.",
        "Robinhood may change it, refuse it or restrict an account that uses it. Read your customer agreement and decide for yourself.",
        "Robinhood offers a sanctioned way for programs, its Trading MCP, and an official interface for crypto. If one of them is enough for you, prefer it.",
        "Wheelhouse reads only, unless you choose trading: reading uses the read-only token where Robinhood gives one.",
        "A new device must be approved by you, in Robinhood's app or with a code. After two or three failed sign-ins Robinhood locks the whole account for a while, so Wheelhouse never tries again on its own.",
      ],
    },
    limits: { requestsPerMinute: 60, concurrentRequests: 5 },
    deadlines: {
      loginSeconds: 360,
      sessionEnds:
        "Robinhood decides: mostly after about a week, sometimes earlier; Wheelhouse renews it ahead of time.",
    },
    // Tokens live from a day to weeks (protocol sheet 4.2); an hour leaves time for a bad spell of the broker.
    upkeep: { refreshAheadSeconds: 3600, keepAliveSeconds: null },
    proxy: ROBINHOOD_PROXY_RULES,
  };
}
