import { Decimal } from "decimal.js";

/** Twenty digits before the point and twelve behind it survive the addition of many rows. */
export const Exact = Decimal.clone({ precision: 60 });
