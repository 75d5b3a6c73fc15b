import type { AccessToken, BrokerSession } from "./state";
import type { World } from "./world";

/**
 * A token that looks like Robinhood's: a JWT with its claim names (protocol sheet 4.1), a true `exp`, and
 * more than 255 bytes long. The signature is made up and proves nothing.
 */
export function makeAccessToken(world: World, session: BrokerSession, token: AccessToken): string {
  const serial = world.state.nextSerial();
  const draw = (count: number, name: string) =>
    world.random.bytes(count, name, world.startedAt.getTime(), serial);
  const claims = {
    dct: Math.floor(session.startedAt.getTime() / 1000),
    device_hash: draw(16, "device-hash").toString("hex"),
    exp: Math.floor(token.expiresAt.getTime() / 1000),
    level2_access: false,
    meta: { oid: world.random.uuid("client"), on: "Sandbox" },
    options: true,
    pos: token.scope === "internal" ? "p" : "s",
    scope: token.scope,
    service_records: [{ hs: false, halted: false, service: "brokeback_us", shard_id: 1, state: "available" }],
    slg: 1,
    sls: draw(48, "sls").toString("base64url"),
    srm: { b: { hl: false, r: "us", sid: 1 } },
    token: draw(18, "token").toString("base64url"),
    user_id: world.random.uuid("user", session.person),
    user_origin: "US",
  };
  const head = encode({ alg: "ES256", kid: "2", typ: "JWT" });
  return `${head}.${encode(claims)}.${draw(64, "signature").toString("base64url")}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
