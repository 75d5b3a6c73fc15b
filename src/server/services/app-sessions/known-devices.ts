import { timingSafeEqual } from "node:crypto";
import type { ServiceContext } from "@/server/services/service-context";

const DEVICE_DAYS = 180;
const MAX_PEOPLE = 5;
const ID_BYTES = 16;

type DeviceContext = Pick<ServiceContext, "cipher" | "clock" | "random">;

/**
 * The device cookie tells that somebody has signed in with this browser before, and as whom, without naming them:
 * up to five entries `<device id>.<end, Unix seconds>.<keyed hash over both and the e-mail>`, joined by `~`. It
 * opens nothing; it only gives the browser its own counter of failed sign-ins.
 */
export function knownDeviceId(ctx: DeviceContext, cookie: string | null, email: string): string | null {
  return entriesOf(cookie).find((entry) => isOf(ctx, entry, email))?.deviceId ?? null;
}

/** The cookie's value after a sign-in: this person's entry is new, other people's stay. */
export function rememberDevice(ctx: DeviceContext, cookie: string | null, email: string): string {
  const others = entriesOf(cookie).filter((entry) => !isOf(ctx, entry, email));
  const deviceId = knownDeviceId(ctx, cookie, email) ?? ctx.random.bytes(ID_BYTES).toString("base64url");
  const endsAt = String(Math.floor(ctx.clock.now().getTime() / 1000) + DEVICE_DAYS * 24 * 60 * 60);
  const entry = { deviceId, endsAt, mac: macOf(ctx, deviceId, endsAt, email) };
  return [entry, ...others]
    .slice(0, MAX_PEOPLE)
    .map((one) => `${one.deviceId}.${one.endsAt}.${one.mac}`)
    .join("~");
}

interface Entry {
  readonly deviceId: string;
  readonly endsAt: string;
  readonly mac: string;
}

function entriesOf(cookie: string | null): Entry[] {
  return (cookie ?? "")
    .slice(0, 1000)
    .split("~")
    .slice(0, MAX_PEOPLE)
    .flatMap((text) => {
      const [, deviceId, endsAt, mac] = /^([\w-]{22})\.(\d{1,12})\.([\w-]{43})$/.exec(text) ?? [];
      return deviceId === undefined || endsAt === undefined || mac === undefined
        ? []
        : [{ deviceId, endsAt, mac }];
    });
}

function isOf(ctx: DeviceContext, entry: Entry, email: string): boolean {
  const mac = macOf(ctx, entry.deviceId, entry.endsAt, email);
  const isOurs = timingSafeEqual(Buffer.from(mac), Buffer.from(entry.mac));
  return isOurs && Number(entry.endsAt) * 1000 > ctx.clock.now().getTime();
}

function macOf(ctx: DeviceContext, deviceId: string, endsAt: string, email: string): string {
  return ctx.cipher.fingerprint("known_device", `${deviceId} ${endsAt} ${email}`);
}
