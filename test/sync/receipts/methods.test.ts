import { methodBank, methodsOfBank, type MethodSource } from "../../../src/sync/receipts/methods";

const aRow = (PaymentMethod: string, code: string, changes: Readonly<Record<string, string | null>> = {}) => ({ PaymentMethod, Enabled: "Yes", "Acc - Code": code, SageCompanyName: null, ...changes });
const theLayers = (name: string, accCode: string, isEnabled = true) => ({ name, accCode, isEnabled, accountName: "" });
const source = (changes: Partial<MethodSource> = {}): MethodSource => ({ rows: [], methods: [], ...changes });

test("the one enabled method of a bank is it", () => expect(methodsOfBank(source({ rows: [aRow("BACS", "1200"), aRow("Cash", "1230")] }), "1200", "Acme")).toEqual({ kind: "one", method: "BACS" }));

test("a bank of several methods is never chosen for anybody", () =>
  expect(methodsOfBank(source({ rows: [aRow("BACS", "1200"), aRow("Cheque", "1200")] }), "1200", "Acme")).toEqual({ kind: "several", methods: ["BACS", "Cheque"] }));

test.each([
  ["it is switched off", { Enabled: "No" }],
  ["it is that of another company", { SageCompanyName: "Other Ltd" }],
])("a method does not count where %s", (_why, changes) => expect(methodsOfBank(source({ rows: [aRow("BACS", "1200", changes)] }), "1200", "Acme")).toEqual({ kind: "none" }));

test("a company's own row counts before that for every company", () => {
  const rows = [aRow("BACS", "1200"), aRow("BACS", "1210", { SageCompanyName: "Acme" })];
  expect(methodsOfBank(source({ rows }), "1200", "Acme")).toEqual({ kind: "none" });
  expect(methodsOfBank(source({ rows }), "1210", "Acme")).toEqual({ kind: "one", method: "BACS" });
});

test("without a row of the sheet The Layer's own code stands, while the method is enabled", () => {
  expect(methodsOfBank(source({ methods: [theLayers("BACS", "1200"), theLayers("Cheque", "1200", false)] }), "1200", "Acme")).toEqual({ kind: "one", method: "BACS" });
  expect(methodBank(source({ methods: [theLayers("BACS", " ")] }), "BACS", "Acme")).toBeNull();
});

test("a receipt without a bank has no method, however many have no code", () => expect(methodsOfBank(source({ rows: [aRow("BACS", "")] }), "", "Acme")).toEqual({ kind: "none" }));
