/**
 * `npm run test:interop`: does the accountant's job in the browser, then has LibreOffice read the workbook that was saved.
 * Leading zeros must be intact, and no text column may hold a formula. Needs `soffice`.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { ensureWebBuild } from "./web-build.mjs";

const saved = join(".cache", "interop", "saved.xlsx");
mkdirSync(join(".cache", "interop"), { recursive: true });
if (spawnSync("soffice", ["--version"], { stdio: "ignore" }).error) {
  console.error("LibreOffice's soffice was not found. Install LibreOffice Calc (Debian: apt-get install libreoffice-calc) and run this again.");
  process.exit(2);
}
ensureWebBuild(process.cwd());
const job = spawnSync(process.execPath, [join("node_modules", "jest", "bin", "jest.js"), "test/e2e/accountant.test.ts", "--selectProjects", "e2e"], {
  stdio: "inherit",
  env: { ...process.env, TIEOUT_SAVED_FILE: saved },
});
if (job.status !== 0) process.exit(job.status ?? 1);

const folder = mkdtempSync(join(tmpdir(), "tieout-interop-"));
execFileSync("soffice", ["--headless", `-env:UserInstallation=file://${folder}/profile`, "--convert-to", "fods", "--outdir", folder, saved], { stdio: "ignore" });
const xml = readFileSync(join(folder, basename(saved).replace(".xlsx", ".fods")), "utf8");
rmSync(folder, { recursive: true, force: true });

type Cell = { text: string; type: string; formula: string | null };
type Node = Record<string, unknown>;
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "@", parseTagValue: false, parseAttributeValue: false, isArray: (name) => ["table:table", "table:table-row", "table:table-cell", "text:p"].includes(name) });
const document = parser.parse(xml) as { "office:document": { "office:body": { "office:spreadsheet": { "table:table": Node[] } } } };
const cellsOf = (row: Node): Cell[] =>
  ((row["table:table-cell"] ?? []) as Node[]).flatMap((cell) => {
    const paragraphs = (cell["text:p"] ?? []) as (string | Node)[];
    const text = paragraphs.map((one) => (typeof one === "string" ? one : String(one["#text"] ?? ""))).join("\n");
    const made: Cell = { text, type: String(cell["@office:value-type"] ?? ""), formula: typeof cell["@table:formula"] === "string" ? cell["@table:formula"] : null };
    return Array.from({ length: Math.min(Number(cell["@table:number-columns-repeated"] ?? 1), 64) }, () => made);
  });

const sheet = document["office:document"]["office:body"]["office:spreadsheet"]["table:table"].find((table) => table["@table:name"] === "Customers Export");
const rows = ((sheet?.["table:table-row"] ?? []) as Node[]).map(cellsOf);
const headers = rows[0]?.map((cell) => cell.text) ?? [];
const column = (name: string) => headers.indexOf(name);
const { planted } = JSON.parse(readFileSync("test/fixtures/customer-export.planted.json", "utf8")) as {
  planted: { sheetRow: number; column: string; kind: string; truth: { customerId: string; account: string } }[];
};

const wrong: string[] = [];
for (const row of rows.slice(1))
  for (const [at, cell] of row.entries()) if (cell.formula !== null) wrong.push(`${headers[at] ?? at} holds the formula ${cell.formula}`);
for (const { sheetRow, column: where, kind, truth } of planted) {
  if (where !== "customerId" && where !== "account") continue;
  const cell = rows[sheetRow - 1]?.[column(where === "customerId" ? "CustomerId" : "SageAccountNumber")];
  const right = where === "customerId" ? truth.customerId : truth.account;
  if (cell?.text !== right || cell.type !== "string") wrong.push(`row ${sheetRow} (${kind}): ${JSON.stringify(cell)} where the text ${right} should be`);
}
const zeros = rows.slice(1).filter((row) => /^0\d+$/.test(row[column("CustomerId")]?.text ?? "")).length;
console.log(`LibreOffice read ${rows.length - 1} rows, ${zeros} customer ids with a leading zero, ${planted.length} mended mistakes; ${wrong.length} wrong`);
for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
console.log(`${wrong.length === 0 ? 1 : 0} passed, ${wrong.length === 0 ? 0 : 1} failed`);
process.exit(wrong.length === 0 && zeros > 0 ? 0 : 1);
