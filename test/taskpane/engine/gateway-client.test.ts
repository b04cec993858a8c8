import fc from "fast-check";
import type { SheetLine } from "../../../src/sync/contract";
import { createGateway } from "../../../src/taskpane/engine/gateway-client";
import { linesOf } from "../../../src/taskpane/engine/ndjson";

const bodyOf = (text: string, cuts: readonly number[]): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(text);
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return new ReadableStream({
    start: (controller) => {
      for (let at = 1; at < places.length; at += 1) controller.enqueue(bytes.slice(places[at - 1], places[at]));
      controller.close();
    },
  });
};
const all = async <T>(items: AsyncIterable<T>) => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};
const gateway = (answer: () => Response | Promise<Response>, base = "https://tieout.test/pane/") => createGateway({ base, fetch: async () => answer() });
const trailer = { type: "trailer", count: 0, cursor: "c", notes: [], asOf: "2026-11-21T10:00:00Z" };

test("lines come out whole wherever the network cut them, in the middle of a letter too", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: "grapheme", minLength: 1 }).map((text) => JSON.stringify({ text }))), fc.array(fc.nat()), fc.boolean(), async (lines, cuts, endsWithFeed) => {
      const text = lines.join("\n") + (endsWithFeed && lines.length > 0 ? "\n" : "");
      expect(await all(linesOf(bodyOf(text, cuts)))).toEqual(lines);
    }),
  );
});

test("paths are taken from the page's base address, wherever the pane is framed", async () => {
  const asked: string[] = [];
  const client = createGateway({
    base: "https://tieout.test/some/frame.html",
    fetch: async (input) => {
      asked.push(String(input));
      return new Response(`${JSON.stringify(trailer)}\n`);
    },
  });
  await all(client.rows("customers", { company: "Acme & Sons", synced: "no" }));
  expect(asked).toEqual(["https://tieout.test/api/sheets/customers?company=Acme+%26+Sons&synced=no"]);
});

describe("a stream", () => {
  const last = async (response: () => Response | Promise<Response>): Promise<SheetLine | undefined> => (await all(gateway(response).rows("customers", {}))).at(-1);

  test("that ends without a trailer is a fault, never a short list taken for a whole one", async () => {
    const row = { type: "row", key: "c", version: 1, cells: {} };
    expect(await last(() => new Response(`${JSON.stringify(row)}\n`))).toMatchObject({ type: "fault", failure: { code: "gateway-down" } });
  });

  test("with a line that is not in the contract is a fault that names the path", async () => {
    expect(await last(() => new Response('{"type":"row","key":7}\n'))).toMatchObject({ type: "fault", failure: { code: "gateway-fault", cause: expect.stringContaining("/api/sheets/customers") } });
    expect(await last(() => new Response("<html>proxy</html>"))).toMatchObject({ type: "fault", failure: { code: "gateway-fault" } });
  });

  test("refused by the gateway carries the gateway's own words", async () => {
    const refusal = { failure: { code: "sage-token-expired", cause: "The Sage sign-in ran out.", cure: "Sign in again.", retry: "after fix" } };
    expect(await last(() => new Response(JSON.stringify(refusal), { status: 409 }))).toEqual({ type: "fault", failure: refusal.failure });
  });

  test("refused by something else says the number", async () => {
    expect(await last(() => new Response("Bad gateway", { status: 502 }))).toMatchObject({ type: "fault", failure: { code: "gateway-fault", cause: expect.stringContaining("502") } });
  });

  test("that never began says that the gateway cannot be reached, and that nothing is lost", async () => {
    expect(await last(() => Promise.reject(new TypeError("fetch failed")))).toMatchObject({ type: "fault", failure: { code: "offline", retry: "later", cause: expect.stringContaining("https://tieout.test") } });
  });

  test("stopped by the user is no failure of the network", async () => {
    expect(await last(() => Promise.reject(new DOMException("stopped", "AbortError")))).toMatchObject({ type: "fault", failure: { code: "cancelled" } });
  });
});
