/**
 * Makes test/fixtures/customer-export.xlsx: 2,000 rows as an accountant's export from The Layer looks after a week of
 * other people's hands. Written as a flat OpenDocument sheet and saved as .xlsx by LibreOffice, so that no writer of
 * ours has touched it. Beside it, what was planted where and what each row should say in the end.
 * Needs `soffice`; run it only to make the fixture anew: `npx tsx scripts/make-export-fixture.ts`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { companyPlans } from "../src/sandbox/data/companies";
import { makeWorld } from "../src/sandbox/data/world";

type FileCell = { text: string } | { number: number } | { date: string; shown: string } | { formula: string } | null;
type Row = { customerId: FileCell; name: FileCell; company: FileCell; site: FileCell; account: FileCell; sageId: FileCell; synced: FileCell; manager: FileCell };
type Truth = { customerId: string; company: string; site: string; account: string; sageId: string };
export type Planted = { kind: string; sheetRow: number; column: string; shows: string; truth: Truth; cure: "fix" | "type" | "leave" };

const rowCount = 2_000;
const text = (value: string): FileCell => (value === "" ? null : { text: value });
const managers = ["Priya Nair", "Tom Ashworth", "Siân Pugh", "Callum Reid"];

const world = makeWorld(1, rowCount);
const planOf = new Map(companyPlans.map((plan) => [plan.name, plan]));
const links = new Map(world.links.map((link) => [`${link.customerId}|${link.sageCompanyName}`, link]));
const isBroken = new Set(world.trouble.brokenLinks.map((link) => `${link.customerId}|${link.companyName}`));

const rows: Row[] = [];
const truths: (Truth | null)[] = [];
const taken = new Map<string, { id: string; reference: string }[]>();
for (const { plan, accounts } of world.companies)
  for (const account of accounts)
    if (account.layerCustomerId !== null && account.status === "active") {
      const key = `${account.layerCustomerId}|${plan.name}`;
      taken.set(key, [...(taken.get(key) ?? []), { id: String(account.id), reference: account.reference }]);
    }

world.customers.forEach((customer, index) => {
  if (customer.isArchived) return;
  let written = 0;
  for (const plan of companyPlans) {
    const key = `${customer.id}|${plan.name}`;
    const account = taken.get(key)?.[0];
    if (!account || isBroken.has(key) || (links.has(key) && links.get(key)?.sageCustomerId !== account.id)) continue;
    const link = links.get(key);
    truths.push({ customerId: customer.id, company: plan.name, site: plan.siteId, account: account.reference, sageId: account.id });
    rows.push({
      customerId: text(customer.id),
      name: text(customer.name),
      company: text(plan.name),
      site: text(plan.siteId),
      account: text(account.reference),
      sageId: link ? text(account.id) : null,
      synced: text(link?.synced ? "Yes" : "No"),
      manager: text(managers[index % managers.length] ?? ""),
    });
    written += 1;
  }
  if (written === 0 && !world.links.some((link) => link.customerId === customer.id)) {
    truths.push(null);
    rows.push({ customerId: text(customer.id), name: text(customer.name), company: null, site: null, account: null, sageId: null, synced: text("No"), manager: null });
  }
});
// As many rows as wanted: rows without a link go first, from the bottom.
for (let n = rows.length - 1; n >= 0 && rows.length > rowCount; n--)
  if (truths[n] === null) {
    rows.splice(n, 1);
    truths.splice(n, 1);
  }
rows.length = Math.min(rows.length, rowCount);
truths.length = rows.length;

const planted: Planted[] = [];
const used = new Set<number>();
/** The next row that has a truth, no link yet, no mistake yet, and meets the wish. */
const choose = (wish: (truth: Truth, row: Row) => boolean, from = 0): number => {
  for (let n = from; n < rows.length; n++) {
    const truth = truths[n];
    const row = rows[n];
    if (truth && row && !used.has(n) && !links.has(`${truth.customerId}|${truth.company}`) && wish(truth, row)) {
      used.add(n);
      return n;
    }
  }
  throw new Error("No row is left for this mistake.");
};
const plant = (kind: string, column: keyof Row, cure: Planted["cure"], wish: (truth: Truth, row: Row) => boolean, spoil: (truth: Truth) => { cell: FileCell; shows: string }, from = 0) => {
  const at = choose(wish, from);
  const truth = truths[at];
  const row = rows[at];
  if (!truth || !row) throw new Error("unreachable");
  const { cell, shows } = spoil(truth);
  row[column] = cell;
  planted.push({ kind, sheetRow: at + 2, column, shows, truth, cure });
  return at;
};
const any = () => true;
const unambiguous = (account: string) => companyPlans.every((plan) => [...(world.companies.find((company) => company.plan === plan)?.accounts ?? [])].filter((other) => other.reference.replace(/^0+/, "") === account.replace(/^0+/, "")).length <= 1);

for (let n = 0; n < 6; n++) plant("customer id lost its zeros", "customerId", "fix", (truth) => /^0\d+$/.test(truth.customerId), (truth) => ({ cell: { number: Number(truth.customerId) }, shows: String(Number(truth.customerId)) }), n * 90);
for (let n = 0; n < 4; n++) plant("account number lost its zeros", "account", "fix", (truth) => /^0+[1-9]\d*$/.test(truth.account) && unambiguous(truth.account), (truth) => ({ cell: { number: Number(truth.account) }, shows: String(Number(truth.account)) }));
plant("account number became a large number", "account", "fix", (truth) => /^\d+E\d+$/.test(truth.account) && Number(truth.account) < 1e300, (truth) => ({ cell: { number: Number(truth.account) }, shows: String(Number(truth.account)) }));
plant("account number became a date", "account", "fix", (truth) => truth.account === "SEP01" || truth.account === "MAR22", (truth) => (truth.account === "SEP01" ? { cell: { date: "2026-09-01", shown: "01-Sep" }, shows: "01-Sep" } : { cell: { date: "2026-03-22", shown: "22-Mar" }, shows: "22-Mar" }));
for (let n = 0; n < 5; n++) plant("trailing spaces", "account", "fix", (truth) => /^[A-Z]+\d+$/.test(truth.account), (truth) => ({ cell: text(`${truth.account}  `), shows: `${truth.account}  ` }), 300 + n * 40);
for (let n = 0; n < 3; n++) plant("non-breaking space", "account", "fix", (truth) => /^[A-Z]+\d+$/.test(truth.account), (truth) => ({ cell: text(`\u00a0${truth.account}`), shows: `\u00a0${truth.account}` }), 520 + n * 40);
plant("look-alike letter", "account", "fix", (truth) => truth.account.includes("O") && !/0/.test(truth.account.replace(/\d+$/, "")) && !truth.account.includes("OOT") && !truth.account.includes("COOK"), (truth) => ({ cell: text(truth.account.replace("O", "О")), shows: truth.account.replace("O", "О") }), 400);
for (let n = 0; n < 3; n++) plant("wrong case", "account", "fix", (truth) => /^[A-Z]{3,}\d+$/.test(truth.account), (truth) => ({ cell: text(truth.account.toLowerCase()), shows: truth.account.toLowerCase() }), 700 + n * 30);
plant("unknown customer", "customerId", "type", any, () => ({ cell: text("999417"), shows: "999417" }), 820);
for (let n = 0; n < 3; n++) plant("misspelt company", "company", "fix", (truth) => truth.company === "Northwick Tools Ltd", () => ({ cell: text("Northwick Tool Ltd"), shows: "Northwick Tool Ltd" }), 860 + n * 20);
plant("site of another company", "site", "fix", (truth) => truth.company === "Northwick Services Ltd", () => ({ cell: text(planOf.get("Harbour Trading Ltd")?.siteId ?? ""), shows: planOf.get("Harbour Trading Ltd")?.siteId ?? "" }), 950);
plant("site left out", "site", "fix", (truth) => truth.company === "Harbour Trading Ltd", () => ({ cell: null, shows: "" }), 980);
for (let n = 0; n < 3; n++) plant("no account at all", "account", "fix", (truth) => { const customer = world.customers.find((one) => one.id === truth.customerId); return customer !== undefined && customer.vatNumber !== ""; }, () => ({ cell: null, shows: "" }), 1_010 + n * 25);
plant("formula in a code column", "account", "fix", (truth) => /^[A-Z]+\d+$/.test(truth.account), (truth) => ({ cell: { formula: `UPPER("${truth.account.toLowerCase()}")` }, shows: truth.account }), 1_100);
plant("error value", "account", "type", (truth) => /^[A-Z]+\d+$/.test(truth.account), () => ({ cell: { formula: "NA()" }, shows: "#N/A" }), 1_130);
plant("unknown account", "account", "type", (truth) => /^[A-Z]{5}\d{3}$/.test(truth.account), () => ({ cell: text("QQQQQ999"), shows: "QQQQQ999" }), 1_160);
plant("account number too long", "account", "type", (truth) => /^[A-Z]{5}\d{3}$/.test(truth.account), (truth) => ({ cell: text(`${truth.account}-UK`), shows: `${truth.account}-UK` }), 1_190);
{
  const at = plant("ids name two accounts", "sageId", "fix", any, () => ({ cell: text("1"), shows: "1" }), 1_220);
  const other = truths.find((truth, n) => n > at && truth !== null && truth.company === truths[at]?.company);
  const row = rows[at];
  const last = planted.at(-1);
  if (!other || !row || !last) throw new Error("No second account.");
  row.sageId = text(other.sageId);
  planted[planted.length - 1] = { ...last, shows: other.sageId };
}
{
  // The same customer twice for one company: the row of another customer of that company is overwritten with the first one's id.
  const first = choose((truth) => truth.company === "Northwick Tools Ltd", 1_300);
  const source = truths[first];
  if (!source) throw new Error("unreachable");
  plant("same customer twice", "customerId", "type", (truth) => truth.company === source.company, () => ({ cell: text(` ${source.customerId.toLowerCase()}`), shows: ` ${source.customerId}` }), first + 5);
}
{
  const first = choose((truth) => truth.company === "Harbour Trading Ltd", 1_400);
  const source = truths[first];
  if (!source) throw new Error("unreachable");
  plant("one account for two customers", "account", "type", (truth) => truth.company === source.company, () => ({ cell: text(source.account), shows: source.account }), first + 5);
}

const escape = (value: string) => value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const paragraphs = (value: string) => escape(value).replace(/\t/g, "<text:tab/>").replace(/ {2,}| $|^ /g, (spaces) => `<text:s text:c="${spaces.length}"/>`);
const cellXml = (cell: FileCell): string => {
  if (cell === null) return "<table:table-cell/>";
  if ("text" in cell) return `<table:table-cell office:value-type="string"><text:p>${paragraphs(cell.text)}</text:p></table:table-cell>`;
  if ("number" in cell) return `<table:table-cell office:value-type="float" office:value="${cell.number}"/>`;
  if ("date" in cell) return `<table:table-cell table:style-name="day" office:value-type="date" office:date-value="${cell.date}"/>`;
  return `<table:table-cell table:formula="of:=${escape(cell.formula)}"/>`;
};

// The columns in another order than the template's, under headings that people typed, with one that is nobody's.
const layout: readonly (readonly [heading: string, column: keyof Row])[] = [
  ["Customer name", "name"],
  ["customer id", "customerId"],
  ["Account manager", "manager"],
  ["Sage Company Name ", "company"],
  ["SAGE SITE ID", "site"],
  ["Sage Account Number", "account"],
  ["SageCustomerId", "sageId"],
  ["Synced", "synced"],
];
const fods = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles><number:date-style style:name="dayMonth"><number:day number:style="long"/><number:text>-</number:text><number:month number:textual="true"/></number:date-style><style:style style:name="day" style:family="table-cell" style:data-style-name="dayMonth"/></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="Customers Export">
<table:table-row>${layout.map(([heading]) => cellXml({ text: heading })).join("")}</table:table-row>
${rows.map((row) => `<table:table-row>${layout.map(([, column]) => cellXml(row[column])).join("")}</table:table-row>`).join("\n")}
</table:table></office:spreadsheet></office:body></office:document>`;

const folder = mkdtempSync(join(tmpdir(), "tieout-fixture-"));
writeFileSync(join(folder, "customer-export.fods"), fods);
execFileSync("soffice", ["--headless", `-env:UserInstallation=file://${folder}/profile`, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, join(folder, "customer-export.fods")], { stdio: "inherit" });
writeFileSync(join("test", "fixtures", "customer-export.xlsx"), readFileSync(join(folder, "customer-export.xlsx")));
writeFileSync(join("test", "fixtures", "customer-export.planted.json"), `${JSON.stringify({ rows: rows.length, unlinkedRows: truths.filter((truth) => truth === null).length, planted }, null, 2)}\n`);
console.log(`${rows.length} rows, ${truths.filter((truth) => truth === null).length} of them not linked, ${planted.length} mistakes planted`);
