import type { Storage, StorageTx } from "@/server/storage/storage";

/** Calls of stores by name, such as `brokerSessions.byId`, and transactions. */
export type StorageCalls = Map<string, number>;

/** The same storage, with a count of each call, in transactions too. */
export function countStorageCalls(storage: Storage, calls: StorageCalls): Storage {
  const counted = countStores(storage, calls);
  return new Proxy(counted, {
    get: (target, name, receiver) => {
      if (name !== "transaction") return Reflect.get(target, name, receiver);
      count(calls, "transaction");
      return <T>(work: (tx: StorageTx) => Promise<T>) =>
        storage.transaction((tx) => work(countStores(tx, calls)));
    },
  });
}

function countStores<T extends StorageTx>(stores: T, calls: StorageCalls): T {
  return new Proxy(stores, {
    get: (target, name, receiver) => {
      const store: unknown = Reflect.get(target, name, receiver);
      if (typeof store !== "object" || store === null) return store;
      return new Proxy(store, {
        get: (inner, method, innerReceiver) => {
          count(calls, `${String(name)}.${String(method)}`);
          return Reflect.get(inner, method, innerReceiver);
        },
      });
    },
  });
}

function count(calls: StorageCalls, name: string): void {
  calls.set(name, (calls.get(name) ?? 0) + 1);
}
