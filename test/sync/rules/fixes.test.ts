import fc from "fast-check";
import { applyFixes, groupFixes, undoFixes } from "../../../src/sync/rules/fixes";
import { checkRows } from "../../../src/sync/rules/engine";
import type { Problem, Severity } from "../../../src/sync/rules/problem";
import { createReferenceIndex } from "../../../src/sync/rules/reference-index";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { numberRows, refText } from "../../../src/sync/sheets/rows";
import { aLink, anotherLink, check } from "./build";
import { linkedWorld, messySheets } from "./messy-rows";

const rank: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };
const identity = (problem: Problem) => `${problem.code} ${problem.columns.join()}`;
const index = createReferenceIndex(linkedWorld);

describe.each(messySheets)("the laws of fixes: %s", (_name, definition, row) => {
  test("a fix removes its problem from its row, adds none as bad, and undo puts every cell back", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (cells) => {
        const rows = numberRows(definition, cells);
        const problems = checkRows(definition, rows, index);
        for (const problem of problems) {
          const place = rows.findIndex((one) => refText(one.ref) === refText(problem.row));
          const before = new Set(problems.filter((one) => refText(one.row) === refText(problem.row)).map(identity));
          for (const fix of problem.fixes) {
            const fixed = applyFixes(definition, rows, [fix]);
            expect(fixed.skipped).toEqual([]);
            const ref = fixed.rows[place]?.ref;
            const after = checkRows(definition, fixed.rows, index).filter((one) => ref && refText(one.row) === refText(ref));
            expect(after.map(identity)).not.toContain(identity(problem));
            expect(after.filter((one) => rank[one.severity] >= rank[problem.severity] && !before.has(identity(one)))).toEqual([]);
            expect(undoFixes(definition, fixed.rows, fixed.undo)).toEqual(rows);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test("any fixes together can be taken back whole", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (cells, picks) => {
        const rows = numberRows(definition, cells);
        const fixes = checkRows(definition, rows, index).flatMap((problem) => {
          const { value: pick } = picks.next();
          const fix = problem.fixes[(pick ?? 0) % (problem.fixes.length + 1)];
          return fix ? [fix] : [];
        });
        const fixed = applyFixes(definition, rows, fixes);
        expect(undoFixes(definition, fixed.rows, fixed.undo)).toEqual(rows);
        expect(fixed.rows).toEqual(numberRows(definition, fixed.rows.map((one) => one.cells)));
      }),
    );
  });
});

describe("applying fixes", () => {
  const zeros = [aLink({ CustomerId: 42, CustomerName: null }), anotherLink({ SageAccountNumber: 123 })];

  test("one click fixes all alike, and says how many cells it will change", () => {
    const rows = numberRows(customerLinks, [...zeros, aLink({ CustomerId: "42", CustomerName: null, SageCompanyName: "Beta Trading", SageAccountNumber: "BETA0001" })]);
    const group = groupFixes(checkRows(customerLinks, rows, index)).find((one) => one.id === "lost-zeros:CustomerId");
    expect(group?.label).toBe("Restore lost zeros in 2 cells");
    const fixed = applyFixes(customerLinks, rows, group?.fixes ?? []);
    expect(fixed.rows.map((row) => row.cells["CustomerId"])).toEqual(["00042", "C200", "00042"]);
  });

  test("rows are named by their new keys afterwards", () => {
    const rows = numberRows(customerLinks, zeros);
    const fixes = check(customerLinks, zeros).flatMap((problem) => problem.fixes.slice(0, 1));
    const fixed = applyFixes(customerLinks, rows, fixes);
    expect(fixed.rows[0]?.ref.key).toContain("00042");
    expect(fixed.undo.every((restore) => fixed.rows.some((row) => refText(row.ref) === refText(restore.row)))).toBe(true);
  });

  test("a cell that somebody changed since is left alone, in fixing and in taking back", () => {
    const rows = numberRows(customerLinks, zeros);
    const [fix] = check(customerLinks, zeros)[0]?.fixes ?? [];
    if (!fix) throw new Error("no fix");
    const edited = rows.map((row, place) => (place === 0 ? { ...row, cells: { ...row.cells, CustomerId: "C300" } } : row));
    expect(applyFixes(customerLinks, edited, [fix])).toMatchObject({ undo: [], skipped: fix.changes });

    const fixed = applyFixes(customerLinks, rows, [fix]);
    const since = fixed.rows.map((row, place) => (place === 0 ? { ...row, cells: { ...row.cells, CustomerId: "C400" } } : row));
    expect(undoFixes(customerLinks, since, fixed.undo)[0]?.cells["CustomerId"]).toBe("C400");
  });

  test("a formula that a fix replaced comes back as a formula", () => {
    const formula = { kind: "formula", formula: "=B2", value: "NORTH001" } as const;
    const rows = numberRows(customerLinks, [aLink({ SageAccountNumber: formula })]);
    const [problem] = checkRows(customerLinks, rows, createReferenceIndex({ ...linkedWorld, links: [] }));
    const fixed = applyFixes(customerLinks, rows, problem?.fixes ?? []);
    expect(fixed.rows[0]?.cells["SageAccountNumber"]).toBe("NORTH001");
    expect(undoFixes(customerLinks, fixed.rows, fixed.undo)[0]?.cells["SageAccountNumber"]).toEqual(formula);
  });
});
