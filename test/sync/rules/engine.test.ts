import fc from "fast-check";
import type { RowCells, SheetRow } from "../../../src/sync/model/cell";
import { checkRows, createChecker, meaningOf } from "../../../src/sync/rules/engine";
import type { Problem } from "../../../src/sync/rules/problem";
import { createReferenceIndex } from "../../../src/sync/rules/reference-index";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { paymentMethods } from "../../../src/sync/sheets/payment-methods";
import { numberRows, refText, reviseRows } from "../../../src/sync/sheets/rows";
import { aLink, anotherLink, leeds, world } from "./build";
import { linkedWorld, messySheets } from "./messy-rows";

const index = createReferenceIndex(linkedWorld);

/** All that is said, fixes too, in an order that does not depend on how the table came about. */
const told = (problems: readonly Problem[]) => problems.map((problem) => JSON.stringify(problem)).sort();
/** What is written into the sheet for them. */
const marks = (problems: readonly Problem[]) => told(problems.map(({ row, columns, severity, code, cause, cure }) => ({ row, columns, severity, code, cause, cure, fixes: [] }))).join();

describe.each(messySheets)("incremental and whole checks agree: %s", (_name, definition, row) => {
  const edits = fc.array(fc.record({ at: fc.nat(), count: fc.nat({ max: 3 }), rows: fc.array(row, { maxLength: 3 }) }), { minLength: 1, maxLength: 4 });

  test("any sequence of edits says what a check of the outcome says", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), edits, (start, sequence) => {
        let rows: readonly SheetRow[] = numberRows(definition, start);
        const checker = createChecker(definition, index);
        checker.load(rows);
        for (const { at, count, rows: replacement } of sequence) {
          const from = at % (rows.length + 1);
          const revision = reviseRows(definition, rows, from, Math.min(count, rows.length - from), replacement);
          const before = new Map(rows.map((one) => [refText(one.ref), marks(checker.problemsOf(one.ref))]));
          const affected = new Set(checker.edit(revision.edit).map(refText));
          rows = revision.rows;
          // Rows not said to be affected say what they said.
          for (const one of rows) if (!affected.has(refText(one.ref))) expect(marks(checker.problemsOf(one.ref))).toBe(before.get(refText(one.ref)));
          expect(told(checker.problems())).toEqual(told(checkRows(definition, rows, index)));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("other reference data give what a fresh check by them gives", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 7 }), (start) => {
        const rows = numberRows(definition, start);
        const checker = createChecker(definition, createReferenceIndex({}));
        checker.load(rows);
        checker.problems();
        checker.replaceReference(index);
        expect(checker.problems().map((one) => JSON.stringify(one))).toEqual(checkRows(definition, rows, index).map((one) => JSON.stringify(one)));
      }),
      { numRuns: 30 },
    );
  });

  test("the order of rows changes nothing that is said of them", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 7 }), (start) => {
        const rows = numberRows(definition, start);
        expect(told(checkRows(definition, [...rows].reverse(), index))).toEqual(told(checkRows(definition, rows, index)));
      }),
      { numRuns: 30 },
    );
  });

  test("every problem names its cause and its cure, and columns that the sheet has", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 7 }), (start) => {
        for (const problem of checkRows(definition, numberRows(definition, start), index)) {
          expect(problem.cause).toMatch(/^\S.*\.$/);
          expect(problem.cure).toMatch(/^\S.*\.$/);
          expect(problem.columns.length).toBeGreaterThan(0);
          expect(Object.keys(definition.columns)).toEqual(expect.arrayContaining([...problem.columns]));
        }
      }),
    );
  });
});

describe("the checker while somebody types", () => {
  const setUp = (...cells: RowCells[]) => {
    const rows = numberRows(customerLinks, cells);
    const checker = createChecker(customerLinks, createReferenceIndex(world));
    checker.load(rows);
    const type = (at: number, changed: RowCells) => {
      const revision = reviseRows(customerLinks, rows, at, 1, [changed]);
      return checker.edit(revision.edit);
    };
    return { rows, checker, type };
  };

  test("an edit marks the rows that it brings into conflict, and none other", () => {
    const { checker, rows, type } = setUp(aLink(), anotherLink(), aLink({ CustomerId: "C400", CustomerName: null, SageAccountNumber: "CLOSED01" }));
    const affected = type(1, anotherLink({ SageAccountNumber: "NORTH001" }));
    expect(affected.map((ref) => ref.key).sort()).toEqual([rows[0]?.ref.key, rows[1]?.ref.key].sort());
    expect(checker.problems().map((problem) => problem.code)).toEqual(["account-for-two-customers", "account-for-two-customers", "hidden-account"]);
  });

  test("an edit that ends a conflict marks the other row as well", () => {
    const { checker, rows, type } = setUp(aLink(), anotherLink({ SageAccountNumber: "NORTH001" }));
    const affected = type(1, anotherLink());
    expect(affected.map((ref) => ref.key).sort()).toEqual(rows.map((row) => row.ref.key).sort());
    expect(checker.problems()).toEqual([]);
  });

  test("problems of rows that an edit does not touch are the same objects as before", () => {
    const { checker, type } = setUp(aLink({ SageAccountNumber: "CLOSED01" }), anotherLink());
    const [before] = checker.problems();
    type(1, anotherLink({ SageAccountNumber: "ZZZ" }));
    expect(checker.problems()[0]).toBe(before);
  });

  test("a fix that another row has made impossible since is no longer offered", () => {
    const { checker, type } = setUp(aLink({ SageAccountNumber: null }), anotherLink());
    const [problem] = checker.problems();
    expect(problem?.fixes.length).toBe(1);
    type(1, anotherLink({ SageAccountNumber: "NORTH001" }));
    expect(problem?.fixes).toEqual([]);
  });

  test("counts are by severity", () => {
    const { checker } = setUp(aLink({ CustomerName: "Else" }), anotherLink({ SageAccountNumber: "ZZZ" }));
    expect(checker.counts()).toEqual({ error: 1, warning: 0, info: 1 });
  });

  test("a removed row is forgotten", () => {
    const { checker, rows } = setUp(aLink(), aLink());
    expect(checker.counts().error).toBe(2);
    const second = rows[1];
    if (!second) throw new Error("no second row");
    expect(checker.edit({ removed: [second.ref] })).toEqual([rows[0]?.ref]);
    expect(checker.problems()).toEqual([]);
    expect(checker.problemsOf(second.ref)).toEqual([]);
  });

  test("a problem can be sent: its fixes are in its JSON", () => {
    const { checker } = setUp(aLink({ SageAccountNumber: 123 }));
    expect(JSON.parse(JSON.stringify(checker.problems()[0]))).toMatchObject({ code: "lost-zeros", fixes: [{ changes: [{ column: "SageAccountNumber", from: 123, to: "00123" }] }] });
  });
});

describe("what a row is taken to mean", () => {
  test("known codes in their known spelling, spaces gone, blanks null", () => {
    const cells = aLink({ CustomerId: "c100 ", SageCompanyName: "acme uk", SageSiteId: leeds.toUpperCase(), SageCustomerId: 27006, SageAccountNumber: "" });
    expect(meaningOf(customerLinks, cells, createReferenceIndex(world))).toEqual({
      CustomerId: "C100",
      SageCompanyName: "Acme UK",
      SageSiteId: leeds,
      SageAccountNumber: null,
      SageCustomerId: "27006",
    });
  });

  test("flags in their one form", () => {
    expect(meaningOf(paymentMethods, { PaymentMethod: "card", Enabled: true, "Acc - Code": " 1200" }, createReferenceIndex(world))).toMatchObject({ PaymentMethod: "Card", Enabled: "Yes", "Acc - Code": "1200" });
  });
});
