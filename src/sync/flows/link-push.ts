/** Customer Links in a push: verified from bulk reads, reserved, then handed to the worker to be saved in The Layer. */
import type { CellValue } from "../model/cell";
import type { SavedLink } from "../layer";
import { isBlankRow, isUnfilled } from "../rules/engine";
import { customerLinks } from "../sheets/customer-links";
import type { ChangeTx, Handle } from "../store";
import { writeAudit } from "../store/audit";
import { allCompanies } from "../store/companies";
import { nameKey } from "../store/keys";
import type { LinkIntent } from "../store/link-intents";
import { linksConcerning, saveLinks } from "../store/links";
import type { RowResult } from "../store/push-results";
import { siblingRows, type PushRow } from "../store/pushes";
import { sentence } from "./failures";
import { accountSiblingKeys, decideLinks, siblingKeys, type LinkDecision } from "./link-decisions";
import { linkCells } from "../store/read-cells";
import { loadLinkWorld, type LinkWorld } from "./link-world";
import type { Part } from "./parts";
import type { Batch, MissingPart, Plan, PushFlow } from "./push-flow";

/** The columns of a row that another system filled in or corrected. */
export const fillsOf = (cells: Readonly<Record<string, CellValue>>, saved: Readonly<Record<string, CellValue>>): Record<string, CellValue> =>
  Object.fromEntries(Object.entries(saved).filter(([header, value]) => header !== "SageCompanyName" && (cells[header] ?? null) !== value));

/** Parts that the rows of Customer Links rest on: The Layer's customers and links, Sage's companies, and the accounts of those named. */
export const linkParts = async (handle: Handle, tenant: string, rows: readonly PushRow[]): Promise<readonly Part[]> => {
  const named = new Set(rows.map((row) => nameKey(row.cells["SageCompanyName"] ?? null)));
  const companies = (await allCompanies(handle, tenant)).filter((company) => named.has(nameKey(company.name)));
  return [{ kind: "layer-customers" }, { kind: "layer-links" }, { kind: "sage-companies" }, ...companies.map((company): Part => ({ kind: "sage-accounts", company }))];
};

/** The first missing part that this row rests on. */
const missingFor = (row: PushRow, missing: readonly MissingPart[]): MissingPart | undefined =>
  isBlankRow(customerLinks, row.cells) || isUnfilled(customerLinks, row.cells)
    ? undefined
    : missing.find(({ part }) => !("company" in part) || nameKey(part.company.name) === nameKey(row.cells["SageCompanyName"] ?? null));

/** Loads what rows and siblings can mean. `find` gives the rows of the same push that share one of these keys. */
export const withSiblings = async (
  handle: Handle,
  tenant: string,
  rows: readonly PushRow[],
  find: (keys: ReturnType<typeof accountSiblingKeys>) => Promise<readonly PushRow[]>,
): Promise<{ siblings: readonly PushRow[]; world: LinkWorld }> => {
  const near = await find(rows.map((row) => siblingKeys(row.cells)));
  const first = await loadLinkWorld(handle, tenant, [...rows, ...near].map((row) => row.cells));
  // Another row may name the same account by its other id.
  const byAccount = await find(accountSiblingKeys(first.accounts));
  const siblings = [...near, ...byAccount];
  const isComplete = byAccount.every((row) => near.some((one) => one.number === row.number) || rows.some((one) => one.number === row.number));
  return { siblings, world: isComplete ? first : await loadLinkWorld(handle, tenant, [...rows, ...siblings].map((row) => row.cells)) };
};

const resultOf = (decision: Exclude<LinkDecision, { outcome: "save" }>): RowResult => ({
  number: decision.row.number,
  outcome: decision.outcome,
  message: decision.message,
  fills: decision.outcome === "same" && decision.stored ? fillsOf(decision.row.cells, linkCells(decision.stored)) : {},
  problems: decision.problems,
  version: decision.stored?.version ?? 0,
});

export const createLinkPush = (tenant: string): PushFlow => ({
  parts: (handle, rows) => linkParts(handle, tenant, rows),
  async plan(tx: ChangeTx, batch: Batch, missing): Promise<Plan> {
    const { siblings, world } = await withSiblings(tx, tenant, batch.rows, (keys) => siblingRows(tx, tenant, batch.pushId, keys));
    const results: RowResult[] = [];
    const intents: LinkIntent[] = [];
    for (const decision of decideLinks(batch.rows, siblings, world, batch.pushId)) {
      const lacking = missingFor(decision.row, missing);
      if (lacking) {
        results.push({ number: decision.row.number, outcome: "later", message: sentence(lacking.failure), fills: {}, problems: [], version: decision.stored?.version ?? 0 });
      } else if (decision.outcome === "save") {
        const { link, company, stored } = decision;
        intents.push({ rowNumber: decision.row.number, companyKey: company.key, link, was: stored && linkCells(stored), warnings: decision.problems });
      } else {
        results.push(resultOf(decision));
      }
    }
    return { results, intents };
  },
});

/** Stores what The Layer answered, with its audit, and says what became of each row. */
export const recordSaved = async (
  tx: ChangeTx,
  tenant: string,
  batch: Batch,
  intents: readonly LinkIntent[],
  answers: readonly SavedLink[],
): Promise<readonly RowResult[]> => {
  const outcomes = intents.map((intent, at) => ({ intent, answer: answers[at] }));
  const saved = outcomes.flatMap(({ intent, answer }) => (answer?.status === "saved" ? [{ intent, link: answer.link }] : []));
  await saveLinks(tx, tenant, saved.map(({ link }) => link));
  const stored = await linksConcerning(tx, tenant, saved.map(({ link }) => ({ customerId: link.customerId })));
  const now = new Map(stored.map((link) => [`${link.customerId} ${link.companyKey}`, link]));
  const rowOf = new Map(batch.rows.map((row) => [row.number, row]));
  await writeAudit(
    tx,
    tenant,
    saved.map(({ intent, link }) => ({
      whoId: batch.byId,
      who: batch.byName,
      what: intent.was ? "Verified link" : "Linked",
      sheet: customerLinks.slug,
      key: link.customerId,
      from: intent.was,
      to: linkCells({
        companyName: link.sageCompanyName,
        siteId: link.sageSiteId,
        accountNumber: link.sageAccountNumber,
        sageCustomerId: link.sageCustomerId,
        wasSynced: link.synced,
      }),
      pushId: batch.pushId,
    })),
  );
  return outcomes.map(({ intent, answer }): RowResult => {
    const { link } = intent;
    const stands = now.get(`${link.customerId} ${intent.companyKey}`);
    if (answer?.status === "saved" && stands) {
      return {
        number: intent.rowNumber,
        outcome: "saved",
        message: `Linked to ${link.sageAccountNumber} in ${link.sageCompanyName}`,
        fills: fillsOf(rowOf.get(intent.rowNumber)?.cells ?? {}, linkCells(stands)),
        problems: intent.warnings,
        version: stands.version,
      };
    }
    const message = answer?.status === "refused" ? sentence(answer.failure) : "The Layer did not answer for this row. Push it again: nothing is done twice.";
    return { number: intent.rowNumber, outcome: answer?.status === "refused" ? "refused" : "later", message, fills: {}, problems: intent.warnings, version: stands?.version ?? 0 };
  });
};
