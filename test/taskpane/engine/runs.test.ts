import { outcomeOf, progressOfRun, runSentence, soFar, startedBy } from "../../../src/taskpane/engine/runs";
import { failure } from "../../../src/sync/model/failure";
import { aRun } from "../../support/scripted-core";

const none = aRun().counts;
const counted = (posting: number, company = "Acme UK") => ({
  counts: [{ company, sheet: "invoices" as const, posted: 0, nothing: 0, waiting: 500, posting, inDoubt: 0, needsReview: 0, failed: 0, drafts: 40 }],
  running: [],
  asOf: "2026-11-21T09:30:10.000Z",
});

describe("a run that is going", () => {
  test("is measured against what is on its way, with rate and time left by the gateway's clock; drafts and waiting ones are never among what is left", () => {
    const run = aRun({ counts: { ...none, read: 9_000, posted: 100, failed: 20 } });
    expect(progressOfRun(run, counted(240))).toEqual({ done: 120, total: 360, words: "120 of 360 documents done, 12 a second, 20 s left" });
  });

  test("has no end in sight while nothing is on its way, and no rate before a second has passed", () => {
    expect(progressOfRun(aRun(), counted(0))).toEqual({ done: 0, total: null, words: "" });
    expect(progressOfRun(aRun({ startedAt: "2026-11-21T09:30:09.500Z", counts: { ...none, posted: 1 } }), counted(0)).words).toBe("1 document done");
  });

  test("of one company is not measured against another's", () => {
    expect(progressOfRun(aRun({ company: "Acme UK", counts: { ...none, posted: 1 } }), counted(240, "Acme Ireland")).total).toBeNull();
  });

  test("says what it does before anything is done", () => expect(soFar(aRun())).toBe("reading The Layer and Sage"));
});

describe("a run that is over", () => {
  test("tells what it moved apart from what stands as it stood", () => {
    expect(outcomeOf(aRun({ counts: { ...none, posted: 1_200, nothing: 3, waiting: 2, failed: 14 } }))).toBe("1,200 posted to Sage, 3 with nothing to post; still 2 waiting, 14 failed");
    expect(outcomeOf(aRun({ counts: { ...none, failed: 1 } }))).toBe("nothing new to post; still 1 failed");
  });

  test("before its end says why", () => {
    const why = failure("layer-down", "The Layer does not answer.", "Try again later.");
    expect(runSentence(aRun({ state: "failed", company: "Acme UK", counts: { ...none, posted: 2 }, failure: why }))).toBe("Sync of Acme UK stopped: 2 posted to Sage. The Layer does not answer.");
  });
});

describe("a comparison with Sage", () => {
  const compared = (counts: Partial<typeof none>, state: "running" | "done" | "failed" = "done") => aRun({ trigger: "comparison", by: "Priya Nair", state, counts: { ...none, waiting: 3, ...counts } });

  test("says how far it is, and nothing of documents that wait", () => {
    expect(soFar(compared({ waiting: 0 }, "running"))).toBe("reading Sage’s ledger");
    expect(soFar(compared({ compared: 1_500, differing: 2 }, "running"))).toBe("1,500 documents compared, 2 not as posted");
    expect(progressOfRun(compared({ compared: 1_500 }, "running"), null)).toMatchObject({ done: 1_500, total: null });
  });

  test("ends with what was proved, or where to look", () => {
    expect(runSentence(compared({ compared: 1_500 }))).toBe("Comparison with Sage finished: all 1,500 posted documents stand in Sage as they were posted, each once.");
    expect(outcomeOf(compared({ compared: 1_500, differing: 2 }))).toBe("1,500 posted documents compared with Sage: 2 not as posted, see Errors");
    expect(outcomeOf(compared({}))).toBe("nothing was posted yet that could be compared");
    expect(startedBy(compared({}))).toBe("Comparison by Priya Nair");
  });
});
