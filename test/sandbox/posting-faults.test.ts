import { noFaults } from "../../src/sandbox/faults";
import { postingFates } from "../../src/sandbox/sage200/posting-fates";
import { aSandbox, closeAll, sageReader, sageWriter } from "./clients";

afterEach(closeAll);

const name = "Northwick Tools Ltd";

const aPoster = async (options: { now?: () => number } = {}) => {
  const sandbox = await aSandbox(options);
  const write = await sageWriter(sandbox);
  const customer = sandbox.data.accounts(name)[0]?.id ?? 0;
  let posted = 0;
  const post = () => write("POST", "/sales_invoices", { customer_id: customer, document_goods_value: 10, document_tax_value: 2, transaction_date: "2026-11-20T00:00:00", second_reference: `TI-${posted++}` });
  const there = () => sandbox.books().find(({ company }) => company === name)?.posted.map(({ secondReference }) => secondReference) ?? [];
  return { sandbox, post, there, read: await sageReader(sandbox) };
};

/** Waits for what a timer of the practice servers is about to do. */
const eventually = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe("faults of postings", () => {
  test("a posting refused before the commit is not there", async () => {
    const { sandbox, post, there } = await aPoster();
    sandbox.faults.refusePostings = 403;
    expect((await post()).status).toBe(403);
    sandbox.faults.refusePostings = 500;
    expect((await post()).status).toBe(500);
    expect(there()).toEqual([]);
  });

  test("an answer lost after the commit is a posting that is there", async () => {
    const { sandbox, post, there } = await aPoster();
    sandbox.faults.failAfterCommitEvery = 2;
    expect((await post()).status).toBe(200);
    await expect(post()).rejects.toThrow();
    sandbox.faults.failAfterCommitAs = 504;
    await post();
    expect((await post()).status).toBe(504);
    expect(there()).toEqual(["TI-0", "TI-1", "TI-2", "TI-3"]);
  });

  test("a refusal is answered even when answers get lost: nothing was committed", async () => {
    const { sandbox } = await aPoster();
    sandbox.faults.failAfterCommitEvery = 1;
    expect((await (await sageWriter(sandbox))("POST", "/sales_invoices", {})).status).toBe(400);
  });

  test("a late commit is answered 504 at once, is not there yet and comes by itself", async () => {
    const { sandbox, post, there } = await aPoster();
    sandbox.faults.commitLateEvery = 1;
    sandbox.faults.lateMs = 50;
    const answered = post();
    expect((await answered).status).toBe(504);
    sandbox.faults.commitLateEvery = 0;
    await eventually(() => there().length === 1);
    expect(there()).toEqual(["TI-0"]);
  });

  test("what was to be committed late is lost when the server stops first", async () => {
    const { sandbox, post } = await aPoster();
    sandbox.faults.commitLateEvery = 1;
    sandbox.faults.lateMs = 600_000;
    expect((await post()).status).toBe(504);
    await sandbox.close();
    expect(sandbox.books().flatMap(({ posted }) => posted)).toEqual([]);
  });

  test("throttling, a 401 midway and an error before the commit each leave nothing behind", async () => {
    const { sandbox, post, there } = await aPoster();
    sandbox.faults.throttlePostingsEvery = 2;
    sandbox.faults.empty401Every = 3;
    sandbox.faults.failBeforeCommitEvery = 5;
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await post());
    expect(answers.map(({ status }) => status)).toEqual([200, 429, 401, 429, 503]);
    expect(answers[2]?.text).toBe("");
    expect(there()).toEqual(["TI-0"]);
  });

  test("reads are spared by the faults of postings", async () => {
    const { sandbox, read } = await aPoster();
    Object.assign(sandbox.faults, { refusePostings: 500, throttlePostingsEvery: 1, empty401Every: 1, failAfterCommitEvery: 1 });
    expect((await read("/sales_posted_transactions", { $top: 1 })).status).toBe(200);
  });

  test("a new posting stays out of lists for the lag, and can be read by its id meanwhile", async () => {
    let now = Date.UTC(2026, 10, 21, 9);
    const { sandbox, post, read } = await aPoster({ now: () => now });
    sandbox.faults.indexLagMs = 20_000;
    const { body } = await post();
    const found = async () => (await read("/sales_posted_transactions", { $filter: `urn eq ${String(body["urn"])}` })).rows.length;
    expect(await found()).toBe(0);
    const id = sandbox.ledger(name).byUrn(Number(body["urn"]))?.id ?? 0;
    expect((await read(`/sales_posted_transactions/${id}`)).status).toBe(200);
    now += 19_999;
    expect(await found()).toBe(0);
    now += 1;
    expect(await found()).toBe(1);
  });

  test("a urn can come as text, as Sage's description has it", async () => {
    const { sandbox, post } = await aPoster();
    sandbox.faults.urnAsText = true;
    expect((await post()).body["urn"]).toMatch(/^\d+$/);
  });
});

describe("fates that are drawn", () => {
  const drawn = (seed: number, count: number) => {
    const next = postingFates({ ...noFaults(), dropPostingAnswerRate: 0.1, lateCommitRate: 0.02, failBeforeCommitRate: 0.05, faultSeed: seed });
    return Array.from({ length: count }, () => next().kind);
  };

  test("the same seed draws the same fates, another seed others", () => {
    expect(drawn(1, 500)).toEqual(drawn(1, 500));
    expect(drawn(2, 500)).not.toEqual(drawn(1, 500));
  });

  test("each fate befalls its share of the postings", () => {
    const fates = drawn(7, 20_000);
    const share = (kind: string) => fates.filter((fate) => fate === kind).length / fates.length;
    expect(share("answer lost")).toBeCloseTo(0.1, 1.5);
    expect(share("committed late")).toBeCloseTo(0.02, 2);
    expect(share("failed before commit")).toBeCloseTo(0.05, 1.5);
    expect(share("as asked")).toBeGreaterThan(0.8);
  });

  test("without switches nothing befalls anybody", () => {
    const next = postingFates(noFaults());
    expect(new Set(Array.from({ length: 100 }, () => next().kind))).toEqual(new Set(["as asked"]));
  });
});
