import type { FlightRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";

const PAGE = 1000;

/** The newest lines of a connection, at most `most`, newest first; `isCut` says that there are older ones. */
export async function readNewestRecords(
  storage: StorageTx,
  connectionId: string,
  most: number,
): Promise<{ records: FlightRecord[]; isCut: boolean }> {
  const records: FlightRecord[] = [];
  for (;;) {
    // One more than wanted tells whether something is left out.
    const wanted = Math.min(PAGE, most + 1 - records.length);
    const page = await storage.flightRecords.pageOf(connectionId, wanted, records.at(-1)?.seq ?? null);
    records.push(...page);
    if (page.length < wanted || records.length > most) {
      return { records: records.slice(0, most), isCut: records.length > most };
    }
  }
}
