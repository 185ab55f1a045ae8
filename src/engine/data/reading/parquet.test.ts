import fc from "fast-check";
import { expect, test } from "vitest";
import { parquetOf } from "../../../testing/parquet.ts";
import { PlaygroundError } from "../../errors.ts";
import { importAll } from "../import.ts";

const said = (role: string, content: string) => [{ role, content }];
const files = {
  text: parquetOf(
    Array.from({ length: 6 }, (_, i) => ({
      prompt: `q ${i % 3}`,
      chosen: "yes",
      rejected: `no ${i}`,
      margin: i + 0.5,
    })),
    3,
  ),
  conversations: parquetOf(
    Array.from({ length: 6 }, (_, i) => ({
      ...{
        prompt: said("user", `q ${i % 3}`),
        chosen: said("assistant", "yes"),
        rejected: said("assistant", `no ${i}`),
      },
      margin: i % 2 === 0 ? i : null,
    })),
    3,
  ),
};

const damage = fc.constantFrom<keyof typeof files>("text", "conversations").chain((name) =>
  fc.record({
    name: fc.constant(name),
    at: fc.nat(files[name].length - 1),
    flipped: fc.integer({ min: 1, max: 255 }),
  }),
);

/** Files whose counts would keep hyparquet busy for longer than anyone waits, if nothing checked the counts first. */
const busy = (
  [
    ["conversations", 39, 0x80],
    ["conversations", 138, 0x10],
    ["conversations", 348, 0xff],
    ["conversations", 895, 0x01],
    ["text", 12, 0x80],
    ["text", 81, 0x02],
    ["text", 156, 0x80],
  ] as const
).map(([name, at, flipped]): [{ name: keyof typeof files; at: number; flipped: number }] => [{ name, at, flipped }]);

test("a file with a damaged byte is read or refused, whichever byte it is, and comes to an end", async () => {
  const property = fc.asyncProperty(damage, async ({ name, at, flipped }) => {
    const bytes = files[name].slice();
    bytes[at] = (bytes[at] as number) ^ flipped;
    try {
      const { report } = await importAll(new Blob([bytes]), "damaged.parquet");
      expect(report.used).toBeLessThanOrEqual(report.read);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(PlaygroundError);
      expect((thrown as PlaygroundError).message).toContain("damaged.parquet");
    }
  });
  await fc.assert(property, { numRuns: 400, examples: busy });
});

test("what is wrong with a count is said", async () => {
  const bytes = files.text.slice();
  bytes[12] = (bytes[12] as number) ^ 0x80;
  await expect(importAll(new Blob([bytes]), "damaged.parquet")).rejects.toThrow(
    /cannot be read \(damaged\.parquet\).*found .*where at most \d+ are possible.*Fetch or write the file again/,
  );
});
