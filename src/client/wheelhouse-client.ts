import type { AccountSummaryView, ValuePoint } from "@/shared/schemas/account";
import type { AttentionItem } from "@/shared/schemas/attention";
import type { AuditEventView, AuditPage } from "@/shared/schemas/audit";
import type { HTTP_METHODS } from "@/shared/schemas/broker";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { IncomeView } from "@/shared/schemas/income";
import type { EndedLease, LeasedSession } from "@/shared/schemas/session-lease";
import type { OptionContract, OrdersView, OrderView, PositionView } from "@/shared/schemas/trading";
import type { CycleView, WheelCycle } from "@/shared/schemas/wheel";
import { pathOf } from "./address";
import { ApiTransport, type CallOptions, type ClientOptions, type WriteOptions } from "./api-transport";
import type * as Api from "./api-types";
import { type ConnectionChange, connectionChanges, type WatchOptions } from "./connection-changes";
import { eachRow, onward, type RowOptions } from "./each-row";
import { errorOfAnswer, WheelhouseError } from "./wheelhouse-error";

export type { ClientOptions, ConnectionChange, WatchOptions };
export { WheelhouseError };

/** A call that the broker answers. */
export interface ProxyInit extends CallOptions {
  /** Default: GET. */
  readonly method?: (typeof HTTP_METHODS)[number];
  readonly headers?: RequestInit["headers"];
  readonly body?: RequestInit["body"];
}

/**
 * A program's way to Wheelhouse: one method for each route of `/api/v1`, named as the API description names it, and an
 * `each…` that goes through all pages of a list. All of them throw {@link WheelhouseError}.
 */
export class WheelhouseClient {
  readonly #api: ApiTransport;

  constructor(options: ClientOptions) {
    this.#api = new ApiTransport(options);
  }

  /** What the token may do, where, until when. */
  getOwnToken(options: CallOptions = {}): Promise<Api.OwnToken> {
    return this.#api.read("/me", {}, options);
  }

  listConnections(query: Api.PageQuery = {}, options: CallOptions = {}): Promise<Api.ConnectionsPage> {
    return this.#api.read("/connections", query, options);
  }
  eachConnection(query: Api.PageQuery = {}, options: CallOptions = {}): AsyncGenerator<ConnectionView, void> {
    return eachRow(
      (cursor) => this.listConnections({ ...query, ...(cursor !== null && { cursor }) }, options),
      ({ connections }) => connections,
    );
  }
  getConnection(id: string, options: CallOptions = {}): Promise<ConnectionView> {
    return this.#api.read(pathOf`/connections/${id}`, {}, options);
  }
  getConnectionStatus(id: string, options: CallOptions = {}): Promise<Api.ConnectionStatusReply> {
    return this.#api.read(pathOf`/connections/${id}/status`, {}, options);
  }
  /** The status of a connection that can be used. Throws AUTH_SESSION_EXPIRED for one that can't. */
  async ensureConnected(id: string, options: CallOptions = {}): Promise<Api.ConnectionStatusReply> {
    const state = await this.getConnectionStatus(id, options);
    if (state.status === "connected") return state;
    const message = `${state.label} is ${state.status}; what it needs: ${state.nextAction}`;
    throw new WheelhouseError({ code: "1003", name: "AUTH_SESSION_EXPIRED", status: null, message });
  }
  /** Asks the broker now whether the session is good. */
  checkConnection(id: string, options: WriteOptions = {}): Promise<Api.ConnectionState> {
    return this.#api.write("POST", pathOf`/connections/${id}/check`, undefined, options);
  }
  /** Renews the session now. */
  refreshConnection(id: string, options: WriteOptions = {}): Promise<Api.ConnectionState> {
    return this.#api.write("POST", pathOf`/connections/${id}/refresh`, undefined, options);
  }
  /** Changes of connections as they happen, over interruptions. */
  watchConnections(options: WatchOptions = {}): AsyncGenerator<ConnectionChange, void> {
    const open = (lastEventId: string | null, signal: AbortSignal | undefined) =>
      this.#api.open("/events", "", {
        method: "GET",
        headers: new Headers({
          accept: "text/event-stream",
          ...(lastEventId !== null && { "last-event-id": lastEventId }),
        }),
        signal,
      });
    return connectionChanges({ open, wait: this.#api.wait }, options);
  }

  getAccount(id: string, query: Api.FreshQuery = {}, options: CallOptions = {}): Promise<AccountSummaryView> {
    return this.#api.read(pathOf`/connections/${id}/account`, query, options);
  }
  listPositions(
    id: string,
    query: Api.PositionsQuery = {},
    options: CallOptions = {},
  ): Promise<Api.PositionsPage> {
    return this.#api.read(pathOf`/connections/${id}/positions`, query, options);
  }
  eachPosition(
    id: string,
    query: Api.PositionsQuery = {},
    options: RowOptions = {},
  ): AsyncGenerator<PositionView, void> {
    return eachRow(
      (cursor) => this.listPositions(id, { ...query, ...onward(cursor) }, options),
      ({ positions }) => positions,
      options,
    );
  }
  listOptions(id: string, query: Api.OptionsQuery, options: CallOptions = {}): Promise<Api.OptionsPage> {
    return this.#api.read(pathOf`/connections/${id}/options`, query, options);
  }
  eachOption(
    id: string,
    query: Api.OptionsQuery,
    options: RowOptions = {},
  ): AsyncGenerator<OptionContract, void> {
    return eachRow(
      (cursor) => this.listOptions(id, { ...query, ...onward(cursor) }, options),
      ({ contracts }) => contracts,
      options,
    );
  }
  listOrders(id: string, query: Api.OrdersQuery = {}, options: CallOptions = {}): Promise<OrdersView> {
    return this.#api.read(pathOf`/connections/${id}/orders`, query, options);
  }
  eachOrder(
    id: string,
    query: Api.OrdersQuery = {},
    options: RowOptions = {},
  ): AsyncGenerator<OrderView, void> {
    return eachRow(
      (cursor) => this.listOrders(id, { ...query, ...onward(cursor) }, options),
      ({ orders }) => orders,
      options,
    );
  }
  listValueHistory(
    query: Api.ValueHistoryQuery = {},
    options: CallOptions = {},
  ): Promise<Api.ValueHistoryPage> {
    return this.#api.read("/value-history", query, options);
  }
  eachValuePoint(
    query: Api.ValueHistoryQuery = {},
    options: CallOptions = {},
  ): AsyncGenerator<ValuePoint, void> {
    return eachRow(
      (cursor) => this.listValueHistory({ ...query, ...(cursor !== null && { cursor }) }, options),
      ({ points }) => points,
    );
  }

  listWheelCycles(query: Api.WheelQuery = {}, options: CallOptions = {}): Promise<Api.WheelPage> {
    return this.#api.read("/wheel", query, options);
  }
  eachWheelCycle(query: Api.WheelQuery = {}, options: CallOptions = {}): AsyncGenerator<WheelCycle, void> {
    return eachRow(
      (cursor) => this.listWheelCycles({ ...query, ...onward(cursor) }, options),
      ({ cycles }) => cycles,
    );
  }
  getWheelCycle(cycleId: string, query: Api.FreshQuery = {}, options: CallOptions = {}): Promise<CycleView> {
    return this.#api.read(pathOf`/wheel/${cycleId}`, query, options);
  }
  getIncome(query: Api.IncomeQuery = {}, options: CallOptions = {}): Promise<IncomeView> {
    return this.#api.read("/income", query, options);
  }

  listAttention(query: Api.AttentionQuery = {}, options: CallOptions = {}): Promise<Api.AttentionPage> {
    return this.#api.read("/attention", query, options);
  }
  eachAttentionItem(
    query: Api.AttentionQuery = {},
    options: CallOptions = {},
  ): AsyncGenerator<AttentionItem, void> {
    return eachRow(
      (cursor) => this.listAttention({ ...query, ...onward(cursor) }, options),
      ({ items }) => items,
    );
  }
  /** Puts an item aside until its facts change: `stance` is the item's, as it was read. */
  dismissAttention(key: string, stance: string, options: WriteOptions = {}): Promise<Api.DismissalReply> {
    return this.#api.write("PUT", pathOf`/attention/${key}/dismissal`, { stance }, options);
  }
  restoreAttention(key: string, options: WriteOptions = {}): Promise<Api.DismissalReply> {
    return this.#api.write("DELETE", pathOf`/attention/${key}/dismissal`, undefined, options);
  }

  listAuditEvents(query: Api.AuditQuery = {}, options: CallOptions = {}): Promise<AuditPage> {
    return this.#api.read("/audit", query, options);
  }
  eachAuditEvent(
    query: Api.AuditQuery = {},
    options: CallOptions = {},
  ): AsyncGenerator<AuditEventView, void> {
    return eachRow(
      (cursor) => this.listAuditEvents({ ...query, ...(cursor !== null && { cursor }) }, options),
      ({ events }) => events,
    );
  }

  /** A token of the live session for a short time. */
  leaseSession(id: string, input: Api.LeaseInput = {}, options: WriteOptions = {}): Promise<LeasedSession> {
    return this.#api.write("POST", pathOf`/connections/${id}/leases`, input, options);
  }
  listLeases(id: string, query: Api.PageQuery = {}, options: CallOptions = {}): Promise<Api.LeaseList> {
    return this.#api.read(pathOf`/connections/${id}/leases`, query, options);
  }
  endLease(id: string, leaseId: string, options: WriteOptions = {}): Promise<EndedLease> {
    return this.#api.write("DELETE", pathOf`/connections/${id}/leases/${leaseId}`, undefined, options);
  }
  /**
   * Calls the broker through Wheelhouse, which adds the session. `host` is a name such as `api`, `path` the broker's own
   * with its query. The broker's answer is returned whatever its status; its body has no time limit of ours.
   */
  proxy(id: string, host: string, path: `/${string}`, init: ProxyInit = {}): Promise<Response> {
    const { method = "GET", headers, body, signal } = init;
    return this.#api.open(pathOf`/connections/${id}/proxy/${host}/`, path.slice(1), {
      method,
      headers: new Headers(headers),
      ...(body !== undefined && { body }),
      signal,
    });
  }

  /** Whether Wheelhouse is up and its database answers. */
  async getHealth(options: CallOptions = {}): Promise<Api.Health> {
    const { status, text } = await this.#api.look("/health", options);
    if (status === 200) return { status: "ok" };
    if (status === 503) return { status: "unavailable" };
    throw errorOfAnswer(status, text, null);
  }
  /** The API as an OpenAPI 3.1 document. */
  getDescription(options: CallOptions = {}): Promise<Record<string, unknown>> {
    return this.#api.read("/openapi.json", {}, options);
  }
}
