import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CredentialBackend, CredentialRef } from "@/server/credential-backends/credential-backend.port";
import type { StorageTx } from "@/server/storage/storage";
import { Secret } from "@/shared/secret";

/** A backend under test, with what only a test may do to it. */
export interface BackendStage {
  readonly backend: CredentialBackend;
  readonly tx: StorageTx;
  /** References of two people that the backend can serve. */
  readonly refs: { readonly one: CredentialRef; readonly two: CredentialRef };
  /** Every line that was logged. */
  logLines(): readonly string[];
  /** Takes its place away, and brings it back; null where that can't be done. */
  readonly trouble: { away(): Promise<void>; back(): Promise<void> } | null;
  close(): Promise<void>;
}

const LONG = 'line one\nzwölf Käse 🧀 "quoted" $HOME \' \\ '.repeat(40);

/** What every place of credentials that can be written to promises. */
export function describeCredentialBackend(name: string, open: () => Promise<BackendStage>): void {
  describe(`credential backend: ${name}`, () => {
    let stage: BackendStage;
    beforeAll(async () => {
      stage = await open();
    });
    afterAll(() => stage.close());

    const putAndGet = async (ref: CredentialRef, text: string): Promise<string | undefined> => {
      const { backend, tx } = stage;
      const kept = await backend.put(tx, ref, new Secret(text));
      expect(kept ?? "").not.toContain(text.slice(0, 12));
      expect(kept === null).toBe(backend.isOutside);
      return (await backend.get(tx, ref, kept))?.reveal();
    };

    test("says that it is up, and can be written to", async () => {
      expect(stage.backend.canWrite).toBe(true);
      expect(await stage.backend.check()).toEqual({ isUp: true, reason: null });
    });

    test.each([
      ["a password", "correct horse battery"],
      ["any text, at length", LONG],
      ["spaces at the ends", "  a password with spaces  "],
    ])("gives back %s as it was", async (_what, text) => {
      expect(await putAndGet({ ...stage.refs.one, id: `id-${text.length}` }, text)).toBe(text);
    });

    test("takes the same value again, as an interrupted move does", async () => {
      const ref = { ...stage.refs.one, id: "again" };
      expect(await putAndGet(ref, "put twice, the same")).toBe("put twice, the same");
      expect(await putAndGet(ref, "put twice, the same")).toBe("put twice, the same");
    });

    test("gives a value to its own reference alone", async () => {
      const { backend, tx, refs } = stage;
      const kept = await backend.put(tx, refs.one, new Secret("of person one"));
      for (const other of [
        { ...refs.one, id: "another-row" },
        { ...refs.one, name: "username" },
        { ...refs.two, id: refs.one.id },
      ]) {
        const got = await backend.get(tx, other, kept).catch(() => null);
        expect(got).toBeNull();
      }
      expect((await backend.get(tx, refs.one, kept))?.reveal()).toBe("of person one");
    });

    test("a new value under an id of its own leaves the old one until it is removed", async () => {
      const { backend, tx, refs } = stage;
      const [before, after] = [
        { ...refs.two, id: "before" },
        { ...refs.two, id: "after" },
      ];
      const keptBefore = await backend.put(tx, before, new Secret("before the change"));
      await backend.put(tx, after, new Secret("after the change"));
      expect((await backend.get(tx, before, keptBefore))?.reveal()).toBe("before the change");
    });

    test("removes for good, and does not mind what is not there", async () => {
      const { backend, tx, refs } = stage;
      await backend.put(tx, refs.one, new Secret("to be removed"));
      await backend.remove(refs.one);
      await backend.remove(refs.one);
      expect(await backend.get(tx, refs.one, null)).toBeNull();
      expect(await backend.list()).not.toContainEqual(refs.one);
    });

    test("lists what it holds outside the database", async () => {
      const { backend, tx, refs } = stage;
      const ref = { ...refs.one, id: "listed" };
      await backend.put(tx, ref, new Secret("to be listed"));
      const found = await backend.list();
      if (backend.isOutside) expect(found).toContainEqual(ref);
      else expect(found).toEqual([]);
    });

    test("is away: says why and what to do, and has lost nothing when it is back", async () => {
      const { backend, tx, refs, trouble } = stage;
      if (trouble === null) return;
      const kept = await backend.put(tx, refs.one, new Secret("outlives the trouble"));
      await trouble.away();
      const error = { name: "AppError", code: "STORAGE_BACKEND_UNAVAILABLE" };
      const health = await backend.check();
      expect(health.isUp).toBe(false);
      expect(health.reason).toMatch(/\w{3,}.*\. \w/s);
      for (const work of [
        () => backend.get(tx, refs.one, kept),
        () => backend.put(tx, refs.two, new Secret("not now, thank you")),
        () => backend.remove(refs.one),
        () => backend.list(),
      ]) {
        const thrown: unknown = await work().catch((reason: unknown) => reason);
        expect(thrown).toMatchObject(error);
        expect(inspect(thrown, { depth: null, showHidden: true })).not.toMatch(/not now|outlives/);
      }
      expect(stage.logLines().join("")).not.toMatch(/not now|outlives/);
      await trouble.back();
      expect((await backend.get(tx, refs.one, kept))?.reveal()).toBe("outlives the trouble");
      expect(await backend.check()).toEqual({ isUp: true, reason: null });
    });
  });
}
