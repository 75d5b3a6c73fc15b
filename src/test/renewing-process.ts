import { once } from "node:events";
import { readEnvironment } from "@/env";
import { ownerContext } from "@/headless/open-install";
import { buildContainer } from "@/server/container";
import { renewDataKeys } from "@/server/services/keys/renew-data-keys";
import { resealTexts } from "@/server/services/keys/reseal-texts";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { FixedClock } from "@/test/fixed-clock";

/**
 * Prints what was done, one line a step, and waits as soon as it is this many steps ahead of the bytes on standard
 * input: who reads the lines can kill the process at a place of its choice, without a race against its end.
 */
function pacedBy(stepsAhead: number): (step: string) => Promise<void> {
  let left = stepsAhead;
  process.stdin.on("data", (bytes: Buffer) => {
    left += bytes.length;
  });
  process.stdin.once("end", () => process.exit(1));
  return async (step) => {
    process.stdout.write(`${step}\n`);
    left -= 1;
    while (left < 0) await once(process.stdin, "data");
  };
}

/** The same context, which tells of each data key that it makes and each text that it renews. */
function telling(ctx: ServiceContext, tell: (step: string) => Promise<void>): ServiceContext {
  const { cipher, storage } = ctx;
  const { sealedTexts } = storage;
  let dataKeys = 0;
  let texts = 0;
  return {
    ...ctx,
    cipher: {
      ...cipher,
      renewKey: async (tx, ownerId) => {
        await cipher.renewKey(tx, ownerId);
        dataKeys += 1;
        await tell(`data key ${dataKeys}`);
      },
    },
    storage: {
      ...storage,
      sealedTexts: {
        ...sealedTexts,
        replace: async (text, ciphertext) => {
          const isIn = await sealedTexts.replace(text, ciphertext);
          texts += 1;
          await tell(`text ${texts}`);
          return isIn;
        },
      },
    },
  };
}

/**
 * `wheelhouse keys renew-data-keys` on the install of the environment, at a clock that stands. Arguments: `begin` or
 * `take-up`, the time, and how many steps it may be ahead of its reader.
 */
async function main([act, time = "", stepsAhead]: readonly string[]): Promise<void> {
  const tell = pacedBy(Number(stepsAhead));
  const container = await buildContainer(readEnvironment(), { clock: new FixedClock(time) });
  const ctx = telling(await ownerContext(container.services), tell);
  if (act === "begin") await renewDataKeys(ctx, {});
  const hasWorked = await resealTexts(systemContext(ctx), new AbortController().signal);
  process.stdout.write(hasWorked ? "over\n" : "nothing to do\n");
  await container.close();
  process.exit(0);
}

await main(process.argv.slice(2));
