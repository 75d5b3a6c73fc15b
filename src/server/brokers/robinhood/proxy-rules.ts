import type { ProxyRules } from "@/shared/schemas/broker";

/**
 * What programs may call at Robinhood. The login's own host (identi) is not among the hosts. Refused are the addresses
 * of protocol sheet 1 to 4 (tokens, approval, challenges), the device list, and what Robinhood's clients use for
 * factors, passwords, bank accounts and transfers.
 */
export const ROBINHOOD_PROXY_RULES: ProxyRules = {
  hosts: [
    { name: "api", about: "Accounts, positions, orders, instruments and market data (api.robinhood.com)" },
    { name: "bonfire", about: "What Robinhood's newer pages read (bonfire.robinhood.com)" },
  ],
  methods: ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"],
  refusedPaths: [
    "/oauth2",
    "/pathfinder",
    "/idl",
    "/challenge",
    "/push",
    "/verification_workflows",
    "/sheriff",
    "/mfa",
    "/passkeys",
    "/password_reset",
    "/password_change",
    "/devices",
    "/settings",
    "/ach",
    "/wire",
    "/cashier",
    "/paymenthub",
  ],
  writablePaths: [
    "/orders",
    "/options/orders",
    "/combo/orders",
    "/watchlists",
    "/discovery/lists",
    "/midlands/lists",
  ],
};
