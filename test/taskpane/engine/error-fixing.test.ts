import { sheets } from "../../../src/sync/sheets";
import { numberRows } from "../../../src/sync/sheets/rows";
import type { RowCells } from "../../../src/sync/model/cell";
import { curedAt, planFix } from "../../../src/taskpane/engine/error-fixing";
import { startedDesk, type Bench } from "../support/a-desk";
import { gatewayDouble } from "../support/gateway-double";

const methods = sheets["payment-methods"];
const rates = sheets["tax-codes"];
const rows = (definition: typeof methods, ...cells: RowCells[]) => numberRows(definition, cells);
const card = { sheet: "payment-methods", column: "Acc - Code", value: "Card", company: "Acme UK" } as const;

describe("where an error is mended", () => {
  test("is the company's own row before the row for every company", () => {
    const found = planFix(methods, rows(methods, { PaymentMethod: "Card", SageCompanyName: null }, { PaymentMethod: "card ", SageCompanyName: "ACME UK" }), card);
    expect(found).toMatchObject({ kind: "go", row: { cells: { SageCompanyName: "ACME UK" } } });
  });

  test("is the row for every company where its cell is empty", () => {
    expect(planFix(methods, rows(methods, { PaymentMethod: "Card", "Acc - Code": null, SageCompanyName: null }), card)).toMatchObject({ kind: "go" });
  });

  test("is a row of the company's own where the other companies' books hang on the one for every company", () => {
    expect(planFix(methods, rows(methods, { PaymentMethod: "Card", "Acc - Code": "1200", SageCompanyName: null }), card)).toEqual({ kind: "add", cells: { PaymentMethod: "Card", SageCompanyName: "Acme UK" } });
  });

  test("is the switch itself where a method is switched off for every company", () => {
    expect(planFix(methods, rows(methods, { PaymentMethod: "Card", Enabled: "No", SageCompanyName: null }), { ...card, column: "Enabled" })).toMatchObject({ kind: "go" });
  });

  test("is a new row where the value stands nowhere", () => {
    expect(planFix(methods, [], card)).toEqual({ kind: "add", cells: { PaymentMethod: "Card", SageCompanyName: "Acme UK" } });
    expect(planFix(sheets["sub-companies"], [], { sheet: "sub-companies", column: "SageCompanyName", value: "West", company: null })).toEqual({ kind: "add", cells: { SubCompany: "West" } });
  });

  test("takes a rate for the same however it is written, and gives the template's open row to the company", () => {
    const open = rows(rates, { TaxRate: "20%", SageCompanyName: null, SageTaxCode: null }, { TaxRate: 5, SageCompanyName: "Acme UK", SageTaxCode: "2" });
    const at = { sheet: "tax-codes", column: "SageTaxCode", company: "Acme UK" } as const;
    expect(planFix(rates, open, { ...at, value: "20" })).toMatchObject({ kind: "name company", company: "Acme UK", row: { cells: { TaxRate: "20%" } } });
    expect(planFix(rates, open, { ...at, value: "5" })).toMatchObject({ kind: "go", row: { cells: { SageTaxCode: "2" } } });
  });
});

const failing = async (): Promise<Bench> => {
  const gateway = gatewayDouble();
  gateway.documents.failPayments(["P-1", "P-2", "P-3", "P-4", "P-5"]);
  const bench = await startedDesk({ gateway });
  bench.desk.openPanel("errors");
  await bench.desk.documents.look();
  return bench;
};
const groupOf = ({ desk }: Bench) => {
  const [group] = desk.state.get().errors.groups.value?.groups ?? [];
  if (!group) throw new Error("There is no group of errors");
  return group;
};

describe("Fix it", () => {
  test("makes the mapping sheet where there is none, and stands in the cell to fill", async () => {
    const bench = await failing();
    await bench.desk.documents.fix(groupOf(bench));
    expect(bench.workbook.selection).toEqual({ table: "PaymentMethods", row: 0, header: "Acc - Code" });
    expect(bench.desk.state.get()).toMatchObject({ panel: "mappings", mapping: "payment-methods", errors: { fixing: { what: "5 payments" } } });
  });

  test("uses the sheet that is there, with what was typed in it", async () => {
    const bench = await failing();
    await bench.desk.fill("payment-methods");
    bench.workbook.type("PaymentMethods", 0, "Payment Account Name", "Card takings");
    await bench.desk.editsSettled();
    const pulls = bench.gateway.requests.filter((request) => request.includes("sheets/payment-methods")).length;
    await bench.desk.documents.fix(groupOf(bench));
    expect(bench.gateway.requests.filter((request) => request.includes("sheets/payment-methods"))).toHaveLength(pulls);
    expect(bench.workbook.rows("PaymentMethods")[0]).toMatchObject({ "Payment Account Name": "Card takings" });
  });

  test("adds the row that is missing and says so", async () => {
    const bench = await failing();
    await bench.desk.fill("payment-methods");
    bench.workbook.deleteRow("PaymentMethods", 0);
    await bench.desk.editsSettled();
    await bench.desk.documents.fix(groupOf(bench));
    expect(bench.workbook.rows("PaymentMethods").at(-1)).toMatchObject({ PaymentMethod: "Card", SageCompanyName: "Acme UK" });
    expect(bench.workbook.selection?.header).toBe("Acc - Code");
    expect(bench.desk.state.get().said.text).toContain("A row for Card in Acme UK was added.");
  });

  test("adds the rows that the other errors of the sheet need too, says how many, and stands in the one that was asked for", async () => {
    const bench = await failing();
    bench.gateway.documents.failPayments(["P-6"], "Card", "Acme Ireland");
    bench.gateway.documents.failPayments(["P-7"], "Cheque", "Acme Ireland");
    await bench.desk.documents.look();
    await bench.desk.fill("payment-methods");
    for (const _ of ["Card", "Cheque"]) bench.workbook.deleteRow("PaymentMethods", 0);
    await bench.desk.editsSettled();
    await bench.desk.documents.fix(groupOf(bench));
    const rows = bench.workbook.rows("PaymentMethods").map((cells) => `${String(cells["PaymentMethod"])} ${String(cells["SageCompanyName"])}`);
    expect(rows).toEqual(["Card Acme UK", "Card Acme Ireland", "Cheque Acme Ireland"]);
    expect(bench.workbook.selection).toMatchObject({ row: 0, header: "Acc - Code" });
    expect(bench.desk.state.get().said.text).toContain("A row for Card in Acme UK was added. The rows that 2 other errors need are there too.");
    await bench.desk.documents.fix(groupOf(bench));
    expect(bench.workbook.rows("PaymentMethods")).toHaveLength(3);
  });

  test("an accountant mends the mapping once, pushes it and retries the group: each payment is posted and nothing waits any more", async () => {
    const bench = await failing();
    await bench.desk.documents.pull("payments", { attention: "yes" });
    const group = groupOf(bench);
    expect(curedAt(bench.desk.state.get(), group)).toBeNull();
    await bench.desk.documents.fix(group);
    const { row } = bench.workbook.selection ?? { row: -1 };
    bench.workbook.type("PaymentMethods", row, "Acc - Code", "1200");
    bench.workbook.type("PaymentMethods", row, "SageCompanyName", "Acme UK");
    await bench.desk.editsSettled();
    await bench.desk.preview("payment-methods");
    await bench.desk.push("payment-methods");
    expect(curedAt(bench.desk.state.get(), group)).not.toBeNull();
    await bench.desk.documents.retryGroups([group]);
    expect(bench.desk.state.get().errors.fixing).toBeNull();
    await bench.desk.documents.look();
    expect(bench.gateway.documents.asked.retries).toEqual([{ what: "group", group: group.id }]);
    expect(bench.desk.state.get().errors.groups.value).toMatchObject({ groups: [], open: 0 });
    // Pulled for what needs attention: nothing does.
    expect(bench.workbook.rows("Payments")).toEqual([]);
    expect(bench.desk.state.get().said.text).toBe("Retry finished: 5 posted to Sage.");
  });

  test("the way back leads to the errors and forgets what was being fixed", async () => {
    const bench = await failing();
    await bench.desk.documents.fix(groupOf(bench));
    await bench.desk.documents.leaveFix();
    expect(bench.desk.state.get()).toMatchObject({ panel: "errors", errors: { fixing: null } });
  });
});

test("a group's rows are pulled into the Error Queue, and none of another cause", async () => {
  const bench = await failing();
  bench.gateway.documents.failPayments(["P-6"], "Cheque");
  await bench.desk.documents.showRows(groupOf(bench));
  expect(bench.workbook.rows("ErrorQueue").map((cells) => cells["Layer Reference"])).toEqual(["PAY-P-1", "PAY-P-2", "PAY-P-3", "PAY-P-4", "PAY-P-5"]);
});
