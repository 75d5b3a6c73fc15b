import fc from "fast-check";
import { ACTS, type Choice } from "@/test/wheel/account-simulator";

const choice: fc.Arbitrary<Choice> = fc.record({
  act: fc.constantFrom(...ACTS),
  gapMinutes: fc.integer({ min: 4, max: 400 }),
  pick: fc.nat(20),
  size: fc.integer({ min: 1, max: 4 }),
  level: fc.integer({ min: 6, max: 20 }),
  days: fc.integer({ min: 1, max: 30 }),
  cents: fc.integer({ min: 10, max: 99 }),
});

/** What a made-up trader does, for {@link AccountSimulator}. */
export const choices: fc.Arbitrary<Choice[]> = fc.array(choice, { minLength: 1, maxLength: 40 });
