import { checkConnection } from "@/server/services/connections/check-connection";
import type { ModelRun } from "@/test/model/connection-commands";

/** Longer than every pause of our own: breakers, leases, cool-downs, the login guard and the broker's lock. */
const REST_SECONDS = 3700;
const ROUNDS = 3;

/**
 * The end of a run: everything is as usual again and the keeper does its rounds. Then no lease is held, no login
 * hangs on, and what says connected is: the broker answers it, or it says that the person is needed.
 */
export async function settleDown({ world, invariants, slots }: ModelRun): Promise<void> {
  world.sandbox.control.clearFaults();
  world.sandbox.control.resetKnobs();
  for (const { who } of slots) world.sandbox.control.lock(who, 0);
  for (let round = 1; round <= ROUNDS; round += 1) {
    world.advance(REST_SECONDS);
    for (const { install } of world.processes) {
      await install.drive();
      await install.keep();
    }
    await invariants.check(slots);
  }
  const { storage } = world.database;
  for (const { who, connectionId } of slots) {
    const connection = await storage.connections.byId(connectionId);
    if (connection === null) continue;
    const session = await storage.brokerSessions.byConnection(connectionId);
    if (connection.status === "connecting" || connection.status === "challenge") {
      throw new Error(`${who}: a login hangs on for ever`);
    }
    if (connection.status !== "connected" || session === null) continue;
    if (session.leaseUntil !== null && session.leaseUntil > world.now()) {
      throw new Error(`${who}: a lease is held for ever`);
    }
    const { owner } = world.process(0);
    const ending = await world.act(world.process(0), () => checkConnection(owner, { connectionId }));
    await invariants.check(slots);
    const after = await storage.connections.byId(connectionId);
    const isTrue = ending.kind === "done" ? after?.status === "connected" : after?.health === "needs_person";
    if (!isTrue)
      throw new Error(`${who}: says ${after?.status} (${after?.health}), but the check ${ending.kind}`);
  }
}
