// What encrypting and decrypting a broker session costs beside bare node:crypto, in the same run.
//
//   npx tsx bench/encryption.ts [turns]
//
// Showed on 2026-11-22, 2 cores, Node 20, nothing else running, 20 000 turns, a session of 2545 bytes (3472 stored),
// microseconds; a second run had 1.19 and 1.61 times:
//
//                                                         median   p95  times bare
//   encrypt, bare node:crypto                                9.3  16.7        1.00
//   encrypt                                                 10.5  16.7        1.13
//   encrypt, with the look for the person's key (SQLite)   213.2 330.2       22.99
//   decrypt, bare node:crypto                                5.7  14.6        1.00
//   decrypt                                                  9.4  22.1        1.64
//
// Each encryption begins with one read of the database, for the person's present data key. Decrypting reads nothing
// once the key is in memory.
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { encodeBrokerSession } from "@/server/brokers/broker-session-secrets";
import { systemClock } from "@/server/clock";
import { systemRandom } from "@/server/random";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { createMasterKeySource } from "@/server/secrets/master-key-source";
import { openKeys } from "@/server/secrets/open-keys";
import { createStorage } from "@/server/storage/create-storage";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { Secret } from "@/shared/secret";
import { buildUser } from "@/test/builders";
import { openBenchDatabase } from "./setup/bench-database";
import { formatTable, median, p95 } from "./setup/figures";

const turns = Number(process.argv[2] ?? 5000);
const token = () => new Secret(randomBytes(600).toString("base64url"));
const session = encodeBrokerSession({
  accessToken: token(),
  readOnlyToken: token(),
  refreshToken: token(),
  expiresAt: new Date("2026-12-01T00:00:00Z"),
  hardExpiresAt: null,
  scope: "internal",
  extra: {},
});

/** Microseconds of each turn, after a tenth of them to warm up. */
async function timed(work: () => unknown): Promise<number[]> {
  for (let turn = 0; turn < turns / 10; turn += 1) await work();
  const taken: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const startedAt = performance.now();
    await work();
    taken.push((performance.now() - startedAt) * 1000);
  }
  return taken;
}

const folder = await mkdtemp(join(tmpdir(), "wheelhouse-bench-"));
const opened = await openBenchDatabase("sqlite", folder);
await applyMigrations({ databaseUrl: opened.databaseUrl });
const storage = await createStorage({ databaseUrl: opened.databaseUrl });
try {
  const source = createMasterKeySource({
    masterKey: new Secret(randomBytes(32).toString("base64")),
    previousMasterKey: undefined,
    masterKeyFile: join(folder, "keys", "master.key"),
    isOwnKeyFile: true,
    dataDir: folder,
  });
  const deps = { clock: systemClock, random: systemRandom };
  const cipher = createEnvelopeCipher({ keys: await openKeys({ storage, source, ...deps }), ...deps });
  await storage.users.create(buildUser({ id: "ada" }));
  const place = { table: "broker_session", rowId: "session-1", ownerId: "ada", field: "secrets" } as const;
  const text = await storage.transaction((tx) => cipher.encrypt(tx, place, session));

  // The same without the one read of the database that every encryption begins with.
  const dataKey = await storage.dataKeys.byOwner("ada");
  const atHand = { ...storage, dataKeys: { ...storage.dataKeys, byOwner: () => Promise.resolve(dataKey) } };

  const key = createSecretKey(randomBytes(32));
  const bareEncrypt = () => {
    const nonce = randomBytes(12);
    const gcm = createCipheriv("aes-256-gcm", key, nonce);
    return Buffer.concat([nonce, gcm.update(session.reveal(), "utf8"), gcm.final(), gcm.getAuthTag()]);
  };
  const sealed = bareEncrypt();
  const bareDecrypt = () => {
    const gcm = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
    gcm.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([gcm.update(sealed.subarray(12, -16)), gcm.final()]).toString("utf8");
  };

  const figures = {
    bareEncrypt: await timed(bareEncrypt),
    encrypt: await timed(() => cipher.encrypt(atHand, place, session)),
    encryptWithLook: await timed(() => cipher.encrypt(storage, place, session)),
    bareDecrypt: await timed(bareDecrypt),
    decrypt: await timed(() => cipher.decrypt(storage, place, text)),
  };
  const row = (name: string, taken: number[], bare: number[]) => [
    name,
    median(taken).toFixed(1),
    p95(taken).toFixed(1),
    (median(taken) / median(bare)).toFixed(2),
  ];
  const lines = [
    `${turns} turns; session of ${session.reveal().length} bytes, ${text.length} stored; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}`,
    "",
    formatTable([
      ["microseconds", "median", "p95", "times bare"],
      row("encrypt, bare node:crypto", figures.bareEncrypt, figures.bareEncrypt),
      row("encrypt", figures.encrypt, figures.bareEncrypt),
      row(
        "encrypt, with the look for the person's key (SQLite)",
        figures.encryptWithLook,
        figures.bareEncrypt,
      ),
      row("decrypt, bare node:crypto", figures.bareDecrypt, figures.bareDecrypt),
      row("decrypt", figures.decrypt, figures.bareDecrypt),
    ]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
} finally {
  await storage.close();
  await opened.close();
  await rm(folder, { recursive: true, force: true });
}
