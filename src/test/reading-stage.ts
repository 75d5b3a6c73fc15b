import { afterAll, beforeAll, beforeEach } from "vitest";
import type { BrokerCalls } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord, UserRecord } from "@/server/storage/records";
import type { ErrorCode } from "@/shared/error-codes";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

/** One connected connection of a new person for each test, at a broker some of whose calls answer as the test says. */
export interface ReadingStage {
  readonly install: TestInstall;
  readonly owner: UserRecord;
  /** The owner's. */
  readonly ctx: ServiceContext;
  connection(): Promise<ConnectionRecord>;
  /** From now on these calls of the broker are the test's; the others go to the sandbox. */
  answer(calls: Partial<BrokerCalls>): void;
}

/** Sets the stage up for the tests of the file that calls it. */
export function readingStage(who = "hana"): ReadingStage {
  let install: TestInstall;
  let owner: UserRecord;
  let ctx: ServiceContext;
  let connectionId: string;
  let answers: Partial<BrokerCalls>;
  beforeAll(async () => {
    install = await createTestInstall();
  });
  afterAll(() => install.close());
  beforeEach(async () => {
    install.sandbox.control.reset();
    install.sandbox.control.clock.set(install.clock.now());
    answers = {};
    ({ id: connectionId, owner } = await connectKept(install, who));
    install.sandbox.control.clearRequests();
    const { robinhood } = install.services.brokers;
    if (robinhood === undefined) throw new Error("there is no Robinhood");
    ctx = {
      ...(await install.contextOf(owner)),
      brokers: {
        robinhood: { ...robinhood, through: (gate) => ({ ...robinhood.through(gate), ...answers }) },
      },
    };
  });
  return {
    get install() {
      return install;
    },
    get owner() {
      return owner;
    },
    get ctx() {
      return ctx;
    },
    connection: async () => {
      const connection = await ctx.storage.connections.byId(connectionId);
      if (connection === null) throw new Error("the connection is gone");
      return connection;
    },
    answer: (calls) => {
      answers = calls;
    },
  };
}

/** What a broker throws for a reading that fails. */
export function readingError(code: ErrorCode): BrokerError {
  return new BrokerError(code, { step: "test", safeToRepeat: true, countsAgainstLogin: false });
}
