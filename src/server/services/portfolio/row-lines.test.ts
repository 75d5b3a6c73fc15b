import { expect, it } from "vitest";
import { z } from "zod";
import { checkRows, fromLines, toLines } from "@/server/services/portfolio/row-lines";

const schema = z.object({ id: z.number(), text: z.string() });
const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id, text: "x".repeat(600) }));

it.each([0, 1, 200, 201, 1000])("writes and reads %i rows as they are", async (count) => {
  const lines = await toLines(rows(count));
  expect(lines).toHaveLength(Math.ceil(count / 200));
  expect(lines.join("")).not.toContain("\n");
  expect(await fromLines(schema, lines)).toEqual(rows(count));
  expect(await checkRows(schema, rows(count))).toEqual(rows(count));
});

it("refuses rows that are not what the schema says", async () => {
  await expect(fromLines(schema, ['[{"id":"1"}]'])).rejects.toThrow();
  await expect(fromLines(schema, ["no JSON"])).rejects.toThrow();
  await expect(checkRows(schema, [{ id: 1 }])).rejects.toThrow();
});

it("lets everything else have its turn while it reads many", async () => {
  const lines = await toLines(rows(20_000));
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 0);
  await fromLines(schema, lines);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(5);
});
