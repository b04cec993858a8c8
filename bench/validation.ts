/**
 * The whole rule set over customer links, against what zod takes to parse the same rows, in
 * one run on one machine. The peer checks shape only; ours also checks the table and 100,000 accounts of reference data.
 */
import { z } from "zod";
import { companyPlans } from "../src/sandbox/data/companies";
import { makeWorld } from "../src/sandbox/data/world";
import { createChecker } from "../src/sync/rules/engine";
import { createReferenceIndex } from "../src/sync/rules/reference-index";
import { customerLinks } from "../src/sync/sheets/customer-links";
import { numberRows } from "../src/sync/sheets/rows";
import { judge, median } from "./support/measuring";

const timed = <T>(work: () => T): { value: T; ms: number } => {
  const started = performance.now();
  const value = work();
  return { value, ms: performance.now() - started };
};

const measure = (size: number) => {
  const world = makeWorld(1, size);
  const accounts = world.companies.flatMap(({ plan, accounts: list }) =>
    list.map((account) => ({ id: String(account.id), reference: account.reference, name: account.name, companyName: plan.name, status: account.status, vatNumber: account.vatNumber, postcode: account.postcode, email: account.email ?? "", telephone: "" })),
  );
  const index = timed(() =>
    createReferenceIndex({
      companies: companyPlans.map((plan) => ({ name: plan.name, siteId: plan.siteId, companyId: String(plan.companyId), siteName: plan.siteName })),
      accounts,
      customers: world.customers.map(({ id, name, subCompanies, vatNumber, postcode, email, telephone }) => ({ id, name, subCompanies: [...subCompanies], vatNumber, postcode, email, telephone })),
      links: [],
    }),
  );
  const names = new Map(world.customers.map((customer) => [customer.id, customer.name]));
  const rows = numberRows(
    customerLinks,
    world.companies
      .flatMap(({ plan, accounts: list }) =>
        list.flatMap((account) => (account.layerCustomerId === null ? [] : [{ CustomerId: account.layerCustomerId, CustomerName: names.get(account.layerCustomerId) ?? null, SageCompanyName: plan.name, SageSiteId: plan.siteId, SageAccountNumber: account.reference, SageCustomerId: null, Synced: "No" }])),
      )
      .slice(0, size),
  );
  const shape = z.object({
    CustomerId: z.string().min(1).max(50),
    CustomerName: z.string().max(200),
    SageCompanyName: z.string().min(1).max(100),
    SageSiteId: z.string().min(1).max(36),
    SageAccountNumber: z.string().max(8).nullable(),
    SageCustomerId: z.string().max(19).nullable(),
    Synced: z.enum(["Yes", "No"]).nullable(),
  });
  const peer = median(Array.from({ length: 3 }, () => timed(() => rows.map((row) => shape.safeParse(row.cells).success)).ms));
  const checker = createChecker(customerLinks, index.value);
  const load = median(Array.from({ length: 3 }, () => timed(() => checker.load(rows)).ms));
  const edits = Array.from({ length: 200 }, (_unused, n) => {
    const row = rows[(n * 7919) % rows.length];
    if (!row) throw new Error("no rows");
    return timed(() => checker.edit({ changed: [{ ref: row.ref, cells: { ...row.cells, SageAccountNumber: `X${n}` } }] })).ms;
  });
  return { rows: rows.length, accounts: accounts.length, indexMs: Math.round(index.ms), zodMs: Math.round(peer), checkMs: Math.round(load), ratioToZod: Number((load / peer).toFixed(1)), editMs: Number(median(edits).toFixed(3)), slowestEditMs: Number(Math.max(...edits).toFixed(2)) };
};

const measured = [measure(2_000), measure(20_000), measure(100_000)];
console.table(measured);
const [, middle, most] = measured;
if (middle && most) judge([{ what: `time a row to check ${most.rows} rows, of that for ${middle.rows}`, measured: most.checkMs / most.rows / (middle.checkMs / middle.rows), target: 1.5, is: "at most" }]);
