import { expect, it } from "vitest";
import { BODY_LIMIT_BYTES, bodyProblem } from "@/serve/body-limit";

it.each([
  [{}, null],
  [{ "content-length": String(BODY_LIMIT_BYTES) }, null],
  [{ "content-length": String(BODY_LIMIT_BYTES + 1) }, 413],
  [{ "transfer-encoding": "chunked" }, 411],
])("%o", (headers, problem) => {
  expect(bodyProblem(headers)).toBe(problem);
});
