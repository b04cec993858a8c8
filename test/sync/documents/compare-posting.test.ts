import fc from "fast-check";
import { comparePosting, type Posted, type Standing } from "../../../src/sync/documents/compare-posting";
import type { DocumentPosting } from "../../../src/sync/documents/posting";
import { minorUnits } from "../../../src/sync/model/money";
import { anInvoicePosting, aReceiptPosting } from "../ledger/postings";

const key = "TI-0123456789ABCDEFG";
const posting: DocumentPosting = { ...anInvoicePosting("I1"), goods: minorUnits(100_00), tax: minorUnits(20_00), reference: "INV-1" };
const posted: Posted = { key, urn: "4711", posting };
const inSage = (changes: Partial<Standing> = {}): Standing => ({
  urn: "4711",
  type: "invoice",
  sageCustomerId: posting.sageCustomerId,
  reference: "INV-1",
  secondReference: key,
  date: posting.date,
  gross: minorUnits(120_00),
  userName: "",
  gone: false,
  ...changes,
});

describe("a posted document beside Sage's ledger", () => {
  test("agrees where it stands once as it was posted", () => expect(comparePosting(posted, [inSage()])).toEqual({ kind: "agrees" }));

  test("agrees where Sage has archived it since, and where somebody took our key out of its second reference", () => {
    expect(comparePosting(posted, [inSage({ gone: true })])).toEqual({ kind: "agrees" });
    expect(comparePosting(posted, [inSage({ secondReference: "seen by K" })])).toEqual({ kind: "agrees" });
  });

  test("is missing where nothing of its kind bears its key or its URN", () => {
    expect(comparePosting(posted, [])).toEqual({ kind: "missing" });
    expect(comparePosting(posted, [inSage({ type: "credit-note" })])).toEqual({ kind: "missing" });
    expect(comparePosting(posted, [inSage({ urn: "1", secondReference: "" })])).toEqual({ kind: "missing" });
  });

  test("stands twice where another bears its key; the one that was recorded is not among the others", () => {
    expect(comparePosting(posted, [inSage({ urn: "4700" }), inSage()])).toMatchObject({ kind: "twice", others: [{ urn: "4700" }] });
    // One that was archived is still one: but it no longer stands.
    expect(comparePosting(posted, [inSage({ urn: "4700", gone: true }), inSage()])).toEqual({ kind: "agrees" });
  });

  test("differs by amount, day or account, each told with both values", () => {
    const there = inSage({ gross: minorUnits(130_00), date: "2026-01-31" as Standing["date"], sageCustomerId: "9" });
    expect(comparePosting(posted, [there])).toEqual({
      kind: "differs",
      urn: "4711",
      differences: [`it is on the account of record 9, not ${posting.sageCustomerId}`, expect.stringMatching(/^it is dated 31 Jan 2026, not /), "it is of 130.00, not 120.00"],
    });
  });

  test("was entered by hand as well where the same number, amount and account stand without our key, also as an opening balance", () => {
    const byHand = inSage({ urn: "4690", secondReference: "", reference: " inv-1 ", userName: "k.marsh" });
    expect(comparePosting(posted, [inSage(), byHand])).toMatchObject({ kind: "entered by hand", others: [{ urn: "4690", userName: "k.marsh" }] });
    expect(comparePosting(posted, [inSage(), { ...byHand, type: "opening-invoice" }])).toMatchObject({ kind: "entered by hand" });
    for (const other of [{ gross: minorUnits(119_99) }, { sageCustomerId: "9" }, { reference: "INV-2" }, { gone: true }, { type: "credit-note" as const }, { secondReference: "TI-GFEDCBA9876543210" }])
      expect(comparePosting(posted, [inSage(), { ...byHand, ...other }])).toEqual({ kind: "agrees" });
  });

  test("a payment is never said to be entered by hand: its reference is no number of its own", () => {
    const receipt: Posted = { key: "TR-0123456789ABCDEFG", urn: "5", posting: { ...aReceiptPosting("P1"), reference: "BACS", amount: minorUnits(50_00) } };
    const there = inSage({ urn: "5", type: "receipt", reference: "BACS", gross: minorUnits(-50_00), secondReference: receipt.key, sageCustomerId: receipt.posting.sageCustomerId, date: receipt.posting.date });
    expect(comparePosting(receipt, [there, { ...there, urn: "6", secondReference: "" }])).toEqual({ kind: "agrees" });
  });

  test("a refund is a receipt the other way, or a sales payment, as it was posted; the sign is Sage's affair", () => {
    const refund = (as: "negative-receipt" | "sales-payment"): Posted => ({ key, urn: "4711", posting: { ...aReceiptPosting("F1"), kind: "refund", as, reference: "REF-1", amount: minorUnits(120_00) } });
    const there = inSage({ sageCustomerId: refund("sales-payment").posting.sageCustomerId, date: refund("sales-payment").posting.date });
    expect(comparePosting(refund("negative-receipt"), [{ ...there, type: "receipt" }])).toEqual({ kind: "agrees" });
    expect(comparePosting(refund("sales-payment"), [{ ...there, type: "refund", gross: minorUnits(-120_00) }])).toEqual({ kind: "agrees" });
    expect(comparePosting(refund("sales-payment"), [{ ...there, type: "receipt" }])).toEqual({ kind: "missing" });
  });

  test("no order of what was found changes the answer, and nothing that stands elsewhere does", () => {
    const standing = fc.record({
      urn: fc.constantFrom("4711", "4712", "4713"),
      type: fc.constantFrom<Standing["type"]>("invoice", "credit-note", "receipt"),
      sageCustomerId: fc.constantFrom(posting.sageCustomerId, "9"),
      reference: fc.constantFrom("INV-1", "INV-2"),
      secondReference: fc.constantFrom(key, "", "TI-GFEDCBA9876543210"),
      date: fc.constant(posting.date),
      gross: fc.constantFrom(minorUnits(120_00), minorUnits(1)),
      userName: fc.constant(""),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(standing, { selector: ({ urn }) => urn, maxLength: 3 }), (found) => {
        const { kind } = comparePosting(posted, found);
        expect(comparePosting(posted, [...found].reverse()).kind).toBe(kind);
        expect(comparePosting(posted, [...found, inSage({ urn: "1", sageCustomerId: "9", secondReference: "", reference: "OTHER" })]).kind).toBe(kind);
      }),
    );
  });
});
