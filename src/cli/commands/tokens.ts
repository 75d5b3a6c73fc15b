import { z } from "zod";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { fromNowText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { factsOf, tableOf } from "@/cli/table";
import { createToken } from "@/server/services/api-tokens/create-token";
import { freezeBots, unfreezeBots } from "@/server/services/api-tokens/freeze-bots";
import { listTokens } from "@/server/services/api-tokens/list-tokens";
import { revokeToken } from "@/server/services/api-tokens/revoke-token";
import { rotateToken } from "@/server/services/api-tokens/rotate-token";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import {
  type ApiTokenView,
  type BotFreezeView,
  type CreatedToken,
  createTokenInputSchema,
  rotateTokenInputSchema,
} from "@/shared/schemas/api-token";

/** `wheelhouse tokens list`. */
export const listAll: CommandRun = async (call) => {
  const ctx = await personAtTerminal(call.install);
  const tokens = await listTokens(ctx);
  const now = ctx.clock.now();
  const style = styleOf(call.terminal);
  reply(call, tokens, () =>
    tokens.length === 0
      ? ["There is no token yet. `wheelhouse tokens create` makes one."]
      : tableOf(
          [
            { title: "Id", text: ({ id }) => id },
            { title: "Name", text: ({ name }) => name },
            { title: "Begins with", text: ({ hint }) => hint },
            {
              title: "State",
              text: ({ state }) => state,
              paint: (text, { state }) => (state === "live" ? style.good(text) : style.quiet(text)),
            },
            { title: "Ends", text: ({ expiresAt }) => fromNowText(expiresAt, now) },
            { title: "Uses", right: true, text: ({ uses }) => String(uses) },
            { title: "Last used", text: ({ lastUsedAt }) => fromNowText(lastUsedAt, now) },
            { title: "Scopes", text: ({ scopes }) => scopes.join(" ") },
          ],
          tokens,
          style,
        ),
  );
  return 0;
};

const createOptionsSchema = z.object({
  scope: z.array(z.string()).default([]),
  broker: z.array(z.string()).optional(),
  connection: z.array(z.string()).optional(),
  account: z.array(z.string()).optional(),
  days: z.coerce.number().optional(),
  address: z.array(z.string()).optional(),
  perMinute: z.coerce.number().optional(),
});

/** `wheelhouse tokens create`: the token is the only thing on standard output. */
export const create: CommandRun = async (call) => {
  const given = createOptionsSchema.parse(call.options);
  const input = createTokenInputSchema.parse({
    name: call.words[0],
    scopes: given.scope,
    reach: {
      brokers: given.broker ?? null,
      connectionIds: given.connection ?? null,
      accountIds: given.account ?? null,
    },
    expiresInDays: given.days,
    allowedAddresses: given.address,
    requestsPerMinute: given.perMinute,
  });
  const ctx = await personAtTerminal(call.install);
  return tellNew(call, await createToken(ctx, input), ctx);
};

/** `wheelhouse tokens rotate`. */
export const rotate: CommandRun = async (call) => {
  const { overlapHours } = z.object({ overlapHours: z.coerce.number().optional() }).parse(call.options);
  const ctx = await personAtTerminal(call.install);
  const { id: tokenId } = await chooseToken(ctx, call.words[0]);
  const input = rotateTokenInputSchema.parse({ tokenId, overlapHours });
  return tellNew(call, await rotateToken(ctx, input), ctx);
};

/** `wheelhouse tokens revoke`. */
export const revoke: CommandRun = async (call) => {
  const ctx = await personAtTerminal(call.install);
  const { id: tokenId } = await chooseToken(ctx, call.words[0]);
  const view = await revokeToken(ctx, { tokenId });
  reply(call, view, () => [`Revoked ${view.name}; it is refused from its next call on.`]);
  return 0;
};

const scopeOf = (call: CommandCall): "own" | "install" =>
  z.object({ everyone: z.boolean().default(false) }).parse(call.options).everyone ? "install" : "own";

/** `wheelhouse tokens freeze`. */
export const freeze: CommandRun = async (call) =>
  tellFreeze(call, await freezeBots(await personAtTerminal(call.install), { scope: scopeOf(call) }));

/** `wheelhouse tokens unfreeze`. */
export const unfreeze: CommandRun = async (call) =>
  tellFreeze(call, await unfreezeBots(await personAtTerminal(call.install), { scope: scopeOf(call) }));

/** The person's token by id, or by its name among those that are live. */
async function chooseToken(ctx: ServiceContext, word: string | undefined): Promise<ApiTokenView> {
  const tokens = await listTokens(ctx);
  const byId = tokens.find(({ id }) => id === word);
  if (byId !== undefined) return byId;
  const [first, second] = tokens.filter(({ name, state }) => name === word && state === "live");
  if (second !== undefined) {
    throw new AppError("VALIDATION_MISSING_FIELD", `Several tokens are called ${word}: give the id.`);
  }
  if (first === undefined) {
    throw new AppError(
      "API_RESOURCE_NOT_FOUND",
      `There is no token ${word}. \`wheelhouse tokens list\` shows them.`,
    );
  }
  return first;
}

function tellNew(call: CommandCall, created: CreatedToken, ctx: ServiceContext): number {
  const { view, token } = created;
  reply(call, created, () => {
    const facts = factsOf([
      ["Name", view.name],
      ["Id", view.id],
      ["Ends", fromNowText(view.expiresAt, ctx.clock.now())],
      ["Scopes", view.scopes.join(" ")],
    ]);
    for (const line of [...facts, "The token is shown this once:"]) call.terminal.error(line);
    return [token];
  });
  return 0;
}

function tellFreeze(call: CommandCall, view: BotFreezeView): number {
  reply(call, view, () => [
    view.own === null ? "Your programs are let in." : "Your programs are kept out.",
    ...(view.install === null ? [] : [`All programs of this install are kept out, by ${view.install.by}.`]),
  ]);
  return 0;
}
