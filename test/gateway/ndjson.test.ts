import * as fc from "fast-check";
import { text } from "node:stream/consumers";
import { ndjson } from "../../src/gateway/ndjson";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

const onFault = () => ({ type: "fault" });

test("every line arrives once, whole and in order, whatever is in it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ type: fc.constant("row"), value: fc.string({ unit: "binary", maxLength: 60 }) }), { maxLength: 300 }), async (rows) => {
      const source = (async function* () {
        for (const row of rows) yield row;
      })();
      const whole = await text(ndjson(source, { onFault }));
      expect(whole.split("\n").slice(0, -1).map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(rows)));
    }),
    { numRuns: 50 },
  );
});

test("a source that fails ends in a reason, after the lines before it", async () => {
  const source = (async function* () {
    yield { type: "row" };
    throw new Error("lost");
  })();
  expect(await text(ndjson(source, { onFault }))).toBe('{"type":"row"}\n{"type":"fault"}\n');
});

test("a reader that goes away ends the source", async () => {
  let ended: () => void = () => undefined;
  const end = new Promise<void>((resolve) => (ended = resolve));
  const source = (async function* () {
    try {
      for (;;) yield { type: "row", filler: "x".repeat(10_000) };
    } finally {
      ended();
    }
  })();
  const stream = ndjson(source, { onFault });
  for await (const _chunk of stream) break;
  await end;
  expect(stream.destroyed).toBe(true);
});
