import { prepare } from "@/cli/prepare/prepare";
import { readEnvironment } from "@/env";

/** `prepare`: makes the install ready and reports to the launcher as one line of JSON. */
export async function prepareCommand(): Promise<void> {
  console.log(JSON.stringify(await prepare(readEnvironment())));
}
