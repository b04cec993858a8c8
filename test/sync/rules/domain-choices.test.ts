/** What the vendor's help pages leave open, and how we decided: each choice that rules, rows and headers alone can keep. */
import type { RowCells } from "../../../src/sync/model/cell";
import { isUnfilled } from "../../../src/sync/rules/engine";
import { blockOfRows, pushedValues, rowsOfBlock } from "../../../src/sync/sheets/codec";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { matchHeaders } from "../../../src/sync/sheets/headers";
import { keyOf } from "../../../src/sync/sheets/sheet";
import { subCompanies } from "../../../src/sync/sheets/sub-companies";
import { aLink, anotherLink, aStoredLink, check, codes, dublin, fixesOf, leeds, world } from "./build";

const errorsOf = (rows: readonly RowCells[], reference: Parameters<typeof check>[2] = world) => check(customerLinks, rows, reference).filter((problem) => problem.severity === "error");

describe("14.18 the link key is customer and Sage company", () => {
  test("one customer may have a link in each company", () => {
    expect(check(customerLinks, [aLink(), aLink({ SageCompanyName: "Acme Ireland", SageSiteId: dublin })])).toEqual([]);
  });

  test("and no more than one in each", () => {
    expect(codes(errorsOf([aLink(), aLink({ SageAccountNumber: "SOUTH002" })]))).toEqual(["error repeated-key", "error repeated-key"]);
  });

  test("a row keeps its key when its account changes, and gets another with another company", () => {
    expect(keyOf(customerLinks, aLink({ SageAccountNumber: "SOUTH002" }))).toBe(keyOf(customerLinks, aLink()));
    expect(keyOf(customerLinks, aLink({ SageCompanyName: "Beta Trading" }))).not.toBe(keyOf(customerLinks, aLink()));
  });

  test("two sub-companies on one Sage company share the link", () => {
    const north = { SubCompany: "North", SageCompanyName: "Acme UK", SageSiteId: leeds };
    expect(check(subCompanies, [north, { ...north, SubCompany: "South" }])).toEqual([]);
  });
});

describe("14.20 Synced in an upload is not read", () => {
  test.each(["Yes", "No", null, "rubbish", { kind: "error", text: "#N/A" } as const])("%j changes neither what is said of a row nor what is pushed", (Synced) => {
    expect(check(customerLinks, [aLink({ Synced })])).toEqual([]);
    expect(pushedValues(customerLinks, aLink({ Synced }))).toEqual(pushedValues(customerLinks, aLink()));
  });
});

describe("14.21 both ids must name one account", () => {
  test("a row whose ids name two accounts is rejected", () => {
    expect(codes(errorsOf([aLink({ SageCustomerId: "27007" })]))).toEqual(["error ids-disagree"]);
  });

  test.each([{ SageCustomerId: null }, { SageAccountNumber: null, SageCustomerId: "27006" }])("one id is enough, as the other is looked up: %j", (cells) => {
    expect(check(customerLinks, [aLink(cells)])).toEqual([]);
  });

  test("none is not", () => {
    expect(codes(errorsOf([aLink({ SageAccountNumber: null })]))).toEqual(["error some-sage-identifier"]);
  });
});

describe("14.22 rows are judged one by one, and existing links stay", () => {
  test.each<[string, RowCells, string]>([
    ["an unknown customer", { CustomerId: "X1", CustomerName: null }, "unknown-customer"],
    ["an unknown company", { SageCompanyName: "Nowhere Ltd" }, "unknown-company"],
    ["an unknown site", { SageSiteId: "no-site" }, "unknown-site"],
    ["an unknown account", { SageAccountNumber: "QQQ" }, "unknown-account"],
  ])("%s fails its own row and no other", (_what, cells, code) => {
    const problems = errorsOf([aLink(cells), anotherLink()]);
    expect(problems.map((problem) => [problem.code, problem.row.key])).toEqual([[code, keyOf(customerLinks, aLink(cells))]]);
  });

  test("one Sage customer may not be linked to two Layer customers, in one sheet", () => {
    expect(codes(errorsOf([aLink(), anotherLink({ SageAccountNumber: "NORTH001" })]))).toEqual(["error account-for-two-customers", "error account-for-two-customers"]);
  });

  test("one Sage customer may not be linked to two Layer customers, one of them long since", () => {
    expect(codes(errorsOf([aLink()], { ...world, links: [aStoredLink("C200", "NORTH001")] }))).toEqual(["error account-already-linked"]);
  });

  test("a row already linked elsewhere is refused, and its link can be restored", () => {
    const [problem] = errorsOf([aLink()], { ...world, links: [aStoredLink("C100", "SOUTH002")] });
    expect(problem?.code).toBe("customer-already-linked");
    expect(fixesOf(problem)).toEqual([{ SageAccountNumber: "SOUTH002" }]);
  });

  test("an identical link is no change and no problem", () => {
    expect(check(customerLinks, [aLink()], { ...world, links: [aStoredLink("C100", "NORTH001", { sageCustomerId: "27006" })] })).toEqual([]);
  });
});

describe("14.23 a missing mandatory header rejects the whole file before any write", () => {
  test.each(["CustomerId", "SageCompanyName", "SageSiteId"])("without %s no row is read", (header) => {
    const headers = Object.keys(customerLinks.columns).filter((one) => one !== header);
    expect(matchHeaders(customerLinks, headers)).toMatchObject({ ok: false, failure: { code: "missing-header", value: header } });
  });

  test("column order is free, and case and spaces are forgiven", () => {
    const headers = ["sagecustomerid", " SAGE SITE ID ", "sage_company_name", "customerid"];
    expect(matchHeaders(customerLinks, headers).ok).toBe(true);
  });
});

describe("14.24 the site must be the company's own, whatever the product", () => {
  test("a site that is not the company's is refused", () => {
    expect(codes(errorsOf([aLink({ SageSiteId: dublin })]))).toEqual(["error site-not-of-company"]);
  });
});

describe("14.25 an export re-imports unchanged", () => {
  const exported = [aLink({ SageCustomerId: "27006", Synced: "Yes" }), anotherLink({ SageCustomerId: "27007", Synced: "No" }), { ...aLink(), CustomerId: "00042", CustomerName: "Padded Furniture", SageCompanyName: "", SageSiteId: "", SageAccountNumber: "", Synced: "No" }];

  test("with the same headers, ids as text and their zeros", () => {
    const block = blockOfRows(customerLinks, exported);
    const match = matchHeaders(customerLinks, block.headers);
    if (!match.ok) throw new Error(match.failure.cause);
    const read = rowsOfBlock(customerLinks, match.value.map, block).map((row) => row.cells);
    expect(read.map((cells) => pushedValues(customerLinks, cells))).toEqual(exported.map((cells) => pushedValues(customerLinks, cells)));
    expect(read[2]?.["CustomerId"]).toBe("00042");
  });

  test("linked rows are no problem, and unlinked ones are reported as waiting, not as errors", () => {
    const links = [aStoredLink("C100", "NORTH001", { sageCustomerId: "27006" }), aStoredLink("C200", "SOUTH002", { sageCustomerId: "27007" })];
    expect(codes(check(customerLinks, exported, { ...world, links }))).toEqual(["info not-linked-yet"]);
  });

  test("unlinked rows can be told apart, for a push to leave them out", () => {
    expect(exported.map((cells) => isUnfilled(customerLinks, cells))).toEqual([false, false, true]);
  });
});

describe("14.26 account references in Sage are short", () => {
  test("one of nine characters is refused and never cut off", () => {
    const [problem] = errorsOf([aLink({ SageAccountNumber: "NORTH0010" })]);
    expect(problem).toMatchObject({ code: "too-long", cause: expect.stringContaining("9 characters") });
  });
});

describe("14.27 a company is never linked by its name alone", () => {
  test("an account of the same name is offered, and nothing is filled in", () => {
    const row = aLink({ SageAccountNumber: null });
    const [problem] = errorsOf([row]);
    expect(problem?.code).toBe("some-sage-identifier");
    expect(problem?.fixes[0]?.label).toContain("NORTH001");
    expect(pushedValues(customerLinks, row)).toMatchObject({ SageAccountNumber: null, SageCustomerId: null });
  });
});
