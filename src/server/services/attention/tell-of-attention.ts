import { attentionOfConnections } from "@/server/services/attention/attention-of-connections";
import { settingsOf } from "@/server/services/attention/attention-settings";
import { currentSlot, nextSlot } from "@/server/services/attention/attention-slots";
import { writeNotice } from "@/server/services/notices/write-notice";
import type { ServiceContext } from "@/server/services/service-context";
import { someAtOnce } from "@/server/services/some-at-once";
import type { NoticeRecord, UserRecord } from "@/server/storage/records";
import { hasPermission } from "@/shared/permissions";
import { type AttentionItem, SEVERITIES } from "@/shared/schemas/attention";
import type { AttentionDetails } from "@/shared/schemas/notice";

const PEOPLE_AT_ONCE = 2;
/** More new items of one person wait for the next look: nobody reads twenty messages at once. */
const MOST_AT_ONCE = 5;
/** Facts that may leave the app: days, times and counts, but no amount of money. */
const TOLD_FACTS: readonly string[] = ["days", "exDividendDay", "since", "sessionEndsAt", "options"];

/**
 * The keeper's looks at what needs attention: once before the market opens and each quarter of an hour while it is
 * open. A round outside of these hours, or a second one in a slot, only tells when the next look is due.
 */
export function attentionRounds(): (ctx: ServiceContext, signal: AbortSignal) => Promise<Date> {
  let done: number | null = null;
  return async (ctx, signal) => {
    const now = ctx.clock.now();
    const slot = currentSlot(now)?.getTime() ?? null;
    if (slot !== null && slot !== done) {
      await tellOfAttention(ctx, signal);
      done = slot;
    }
    return nextSlot(now);
  };
}

/**
 * Tells everybody of what is new on their attention list, as severe as they chose, and not put aside. The same item
 * is told once for each stance. One person's trouble is logged and holds up nobody else.
 */
export async function tellOfAttention(
  ctx: ServiceContext,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const people = (await ctx.storage.users.list()).filter(
    ({ disabledAt, roles }) => disabledAt === null && hasPermission(roles, "read_positions"),
  );
  await someAtOnce(people, PEOPLE_AT_ONCE, signal, async (person) => {
    try {
      await tellPerson(ctx, person);
    } catch (error) {
      ctx.log.error({ err: error, userId: person.id }, "a look at what needs attention failed on our side");
    }
  });
}

async function tellPerson(ctx: ServiceContext, { id: ownerId }: UserRecord): Promise<void> {
  const { noticeFrom } = await settingsOf(ctx.storage, ownerId);
  const connections = await ctx.storage.connections.listOf(ownerId);
  if (noticeFrom === "never" || connections.length === 0) {
    return;
  }
  const { items } = await attentionOfConnections(ctx, { ownerId, connections, reaches: () => true }, "fresh");
  const wanted = SEVERITIES.slice(0, SEVERITIES.indexOf(noticeFrom) + 1);
  const brokers = new Map(connections.map(({ id, broker }) => [id, broker]));
  let told = 0;
  for (const item of items) {
    const isWanted = item.dismissedAt === null && wanted.includes(item.severity);
    if (isWanted && told < MOST_AT_ONCE) {
      const broker = brokers.get(item.connectionId) ?? null;
      told += (await tell(ctx, { ownerId, broker }, item)) ? 1 : 0;
    }
  }
  if (told > 0) {
    ctx.feed.changed(ownerId);
  }
}

/** No connection is named in the notice: its recovery would pass for the item's. */
function tell(
  ctx: ServiceContext,
  whose: Pick<NoticeRecord, "ownerId" | "broker">,
  item: AttentionItem,
): Promise<boolean> {
  const notice = {
    ...whose,
    kind: "attention",
    connectionId: null,
    label: item.label,
    errorCode: null,
    nextAction: null,
    deadlineAt: null,
    details: detailsOf(item),
    dedupeKey: `attention:${item.key}:${item.stance}`,
  } as const;
  return ctx.storage.transaction((tx) => writeNotice(ctx, tx, notice, ctx.clock.now()));
}

function detailsOf({ rule, underlying, option, facts }: AttentionItem): AttentionDetails {
  return {
    rule,
    underlying,
    option: option && { right: option.right, strike: option.strike, expiration: option.expiration },
    facts: Object.fromEntries(Object.entries(facts).filter(([fact]) => TOLD_FACTS.includes(fact))),
  };
}
