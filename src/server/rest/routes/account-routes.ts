import { z } from "zod";
import { openCursor, pageOf, pageQuery, sealCursor } from "@/server/rest/paging";
import { jsonRoute, nothing, type RestRoute, scoped } from "@/server/rest/rest-route";
import { connectionParams, flagSchema, fresh, repeated, symbolSchema } from "@/server/rest/routes/inputs";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import { getOptions } from "@/server/services/portfolio/get-options";
import { getOrders } from "@/server/services/portfolio/get-orders";
import { getPositions } from "@/server/services/portfolio/get-positions";
import { getValueHistory } from "@/server/services/portfolio/get-value-history";
import { accountSummaryViewSchema } from "@/shared/schemas/account";
import { optionsPageSchema, positionsPageSchema, valueHistoryPageSchema } from "@/shared/schemas/rest";
import { daySchema, orderStatusSchema, ordersViewSchema } from "@/shared/schemas/trading";

const noun = "Accounts";
const MOST_ORDERS = 100;

export const accountRoutes: readonly RestRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/connections/{id}/account",
    operationId: "getAccount",
    noun,
    summary: "The accounts of a connection: value, cash and buying power",
    access: scoped("read_positions", "read:account"),
    params: connectionParams,
    query: z.strictObject({ fresh }),
    body: nothing,
    output: accountSummaryViewSchema,
    run: (ctx, { params, query }) => getAccountSummary(ctx, { connectionId: params.id, ...query }),
  }),
  jsonRoute({
    method: "GET",
    path: "/connections/{id}/positions",
    operationId: "listPositions",
    noun,
    summary: "Shares and options that are held, with their prices",
    access: scoped("read_positions", "read:positions"),
    params: connectionParams,
    query: z.strictObject({
      ...pageQuery(),
      fresh,
      accountId: z.string().min(1).max(64).optional(),
      symbol: repeated(symbolSchema, 100).optional(),
      options: flagSchema.default(true).describe("Options as well as shares"),
    }),
    body: nothing,
    output: positionsPageSchema,
    run: async (ctx, { params, query }) => {
      const { limit, cursor, fresh, accountId, symbol: symbols, options: includeOptions } = query;
      const filter = { connectionId: params.id, accountId, symbols, includeOptions };
      const view = await getPositions(ctx, { ...filter, fresh });
      const subject = { operation: "listPositions", input: filter };
      const keyOf = (position: (typeof view.positions)[number]) =>
        `${position.accountId} ${position.kind === "option" ? position.contractId : position.symbol}`;
      const { rows, nextCursor } = pageOf(ctx, subject, view.positions, { limit, cursor, keyOf });
      return { ...view, positions: rows, nextCursor };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/connections/{id}/options",
    operationId: "listOptions",
    noun,
    summary: "Contracts of an underlying that can be traded, with their prices",
    access: scoped("read_positions", "read:options"),
    params: connectionParams,
    query: z.strictObject({
      ...pageQuery(),
      fresh,
      underlying: symbolSchema,
      expiration: daySchema.exactOptional(),
      right: z.enum(["call", "put"]).exactOptional(),
    }),
    body: nothing,
    output: optionsPageSchema,
    run: async (ctx, { params, query }) => {
      const { limit, cursor, fresh, ...filter } = query;
      const view = await getOptions(ctx, { connectionId: params.id, filter, fresh });
      const subject = { operation: "listOptions", input: { id: params.id, ...filter } };
      const keyOf = ({ option }: (typeof view.contracts)[number]) => option.contractId;
      const { rows, nextCursor } = pageOf(ctx, subject, view.contracts, { limit, cursor, keyOf });
      return { ...view, contracts: rows, nextCursor };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/connections/{id}/orders",
    operationId: "listOrders",
    noun,
    summary: "Orders of all accounts of a connection, newest first",
    access: scoped("read_positions", "read:orders"),
    params: connectionParams,
    query: z.strictObject({
      ...pageQuery(MOST_ORDERS),
      fresh,
      status: orderStatusSchema.exactOptional(),
    }),
    body: nothing,
    output: ordersViewSchema,
    run: async (ctx, { params, query: { limit, cursor, fresh, status } }) => {
      const subject = { operation: "listOrders", input: { id: params.id, status } };
      const place = openCursor(ctx, subject, cursor);
      const filter = {
        limit,
        ...(status !== undefined && { status }),
        ...(place !== null && { cursor: place }),
      };
      const view = await getOrders(ctx, { connectionId: params.id, filter, fresh });
      const nextCursor = view.nextCursor === null ? null : sealCursor(ctx, subject, view.nextCursor);
      return { ...view, nextCursor };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/value-history",
    operationId: "listValueHistory",
    noun,
    summary: "What the accounts were worth on each day that they were read, oldest first",
    access: scoped("read_positions", "read:account"),
    params: nothing,
    query: z.strictObject({ ...pageQuery(), from: daySchema.optional() }),
    body: nothing,
    output: valueHistoryPageSchema,
    run: async (ctx, { query: { limit, cursor, from } }) => {
      const { points } = await getValueHistory(ctx, { from });
      const subject = { operation: "listValueHistory", input: { from } };
      const keyOf = ({ day, connectionId, accountId }: (typeof points)[number]) =>
        `${day} ${connectionId} ${accountId}`;
      const { rows, nextCursor } = pageOf(ctx, subject, points, { limit, cursor, keyOf });
      return { points: rows, nextCursor };
    },
  }),
];
