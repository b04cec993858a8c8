import { readAhead } from "../../../src/sync/flows/read-ahead";

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Pages that tell when they are asked for. */
const telling = (count: number) => {
  const asked: number[] = [];
  let isClosed = false;
  const pages = (async function* () {
    try {
      for (let n = 1; n <= count; n += 1) {
        asked.push(n);
        yield n;
      }
    } finally {
      isClosed = true;
    }
  })();
  return { pages, asked, isClosed: () => isClosed };
};

describe("reading ahead", () => {
  it("asks for one page while the one before is worked on, and never for two", async () => {
    const { pages, asked } = telling(3);
    const seen: number[][] = [];
    for await (const page of readAhead(pages)) {
      await settle();
      seen.push([page, ...asked]);
    }
    expect(seen).toEqual([
      [1, 1, 2],
      [2, 1, 2, 3],
      [3, 1, 2, 3],
    ]);
  });

  it("ends the reading where the work ends early or fails", async () => {
    const { pages, isClosed } = telling(3);
    const failing = async () => {
      for await (const page of readAhead(pages)) throw new Error(`no page ${page}`);
    };
    await expect(failing()).rejects.toThrow("no page 1");
    expect(isClosed()).toBe(true);
  });

  it("passes on what the reading throws", async () => {
    const broken = (async function* () {
      yield 1;
      throw new Error("lost");
    })();
    const seen: number[] = [];
    const reading = async () => {
      for await (const page of readAhead(broken)) seen.push(page);
    };
    await expect(reading()).rejects.toThrow("lost");
    expect(seen).toEqual([1]);
  });
});
