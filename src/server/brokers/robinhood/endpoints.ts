/** Where Robinhood's interfaces are. Addresses without a slash at the end. */
export interface RobinhoodEndpoints {
  readonly apiUrl: string;
  readonly identiUrl: string;
  readonly bonfireUrl: string;
}

/** Robinhood's own addresses: the defaults of the configuration. */
export const ROBINHOOD_OFFICIAL_ENDPOINTS: RobinhoodEndpoints = {
  apiUrl: "https://api.robinhood.com",
  identiUrl: "https://identi.robinhood.com",
  bonfireUrl: "https://bonfire.robinhood.com",
};

/** The value of `X-Robinhood-API-Version` that clients of 2026 send; older ones are refused. */
export const ROBINHOOD_API_VERSION = "1.431.4";

/** The public id of Robinhood's web client, which every client sends. */
export const ROBINHOOD_CLIENT_ID = "c82SH0WZOsabOXGP2sxqcj34FxkvfnWRZBKlBjFS";

/** Whether all of the addresses are Robinhood's own. */
export function isOfficial(endpoints: RobinhoodEndpoints): boolean {
  return (["apiUrl", "identiUrl", "bonfireUrl"] as const).every(
    (name) => new URL(endpoints[name]).origin === new URL(ROBINHOOD_OFFICIAL_ENDPOINTS[name]).origin,
  );
}
