import { breathe } from "@/server/services/breathe";

const DONE_IN_A_TURN = 1_000;

/** Gives the event loop its turn after each thousand of what is counted. */
export async function breatheEach(count: number): Promise<void> {
  if (count % DONE_IN_A_TURN === 0) {
    await breathe();
  }
}
