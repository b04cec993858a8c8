import { attemptInWords } from "../../../src/sync/flows/documents/reviews";
import { failure } from "../../../src/sync/model/failure";
import { withoutBank } from "../../../src/sync/store/ledger-rows";
import type { Attempt } from "../../../src/sync/store/ledger-store";
import { anInvoicePosting, aReceiptPosting } from "../ledger/postings";

const anAttempt = (changes: Partial<Attempt> = {}): Attempt => ({ what: "send", worker: "host 1 ab", at: "2026-11-21T10:04:00.000Z", request: null, outcome: null, answeredAt: null, ...changes });

describe("attempts in words", () => {
  it("say what was sent: its kind in Sage, amount, day and reference, and not the bank", () => {
    const receipt = aReceiptPosting("P1");
    const { sent } = attemptInWords(anAttempt({ request: withoutBank(receipt) }));
    expect(sent).toMatch(/^sales receipt of [\d,]+\.\d\d, \d{1,2} \w{3} \d{4}, reference /);
    if (receipt.kind === "receipt") expect(sent).not.toContain(receipt.bankId);
    expect(attemptInWords(anAttempt({ request: withoutBank(anInvoicePosting("I1")) })).sent).toMatch(/^sales invoice of /);
  });

  it.each([
    [null, "nothing was heard of it: the program that did it ended"],
    [{ kind: "unknown", why: "time-out" }, "no answer that says whether it is in Sage (time-out)"],
    [{ kind: "throttled", retryAfter: null }, "Sage was busy and did not take it"],
    [{ kind: "refused", failure: failure("sage-refused", "Period 3 is closed.", "Open it.") }, "Sage refused it: Period 3 is closed."],
    [{ kind: "absent" }, "Sage did not have it"],
    [{ kind: "found", evidence: { urn: "1327", recordId: null, foundBy: "look-up" } }, "Sage has it as number 1327"],
    [{ kind: "failed", why: "503" }, "Sage could not be asked (503)"],
  ])("say what came back: %j", (outcome, words) => {
    expect(attemptInWords(anAttempt({ outcome })).answer).toBe(words);
  });

  it("say no token, sort code or account number, whatever the other side wrote", () => {
    const { answer } = attemptInWords(anAttempt({ outcome: { kind: "unknown", why: "Bearer abcdef0123456789.x, account 20-00-00 12345678" } }));
    expect(answer).not.toMatch(/abcdef0123456789|20-00-00|12345678/);
  });
});
