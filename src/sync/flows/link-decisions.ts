/**
 * What becomes of each row of Customer Links: the one place that decides it, for a preview and for a push alike. Pure: it
 * sees rows and what the store knows. A row is decided by itself, its siblings and the store, never by the batch it is in.
 */
import type { WireLinkWrite } from "../layer";
import type { CellValue, RowRef } from "../model/cell";
import { createChecker, isBlankRow, isUnfilled } from "../rules/engine";
import type { Problem } from "../rules/problem";
import { RowView } from "../rules/row-view";
import { customerLinks } from "../sheets/customer-links";
import type { FoundAccount } from "../store/accounts";
import type { StoredCompany } from "../store/companies";
import { codeKey } from "../store/keys";
import type { StoredLink } from "../store/links";
import type { PushRow, SiblingKeys } from "../store/pushes";
import type { LinkWorld } from "./link-world";

type Cells = Readonly<Record<string, CellValue>>;

type Common = { readonly row: PushRow; readonly problems: readonly Problem[]; readonly message: string; readonly stored: StoredLink | null };
export type LinkDecision = Common &
  (
    | { readonly outcome: "same" | "refused" | "conflict" | "later" }
    /** `link` is what The Layer is to hold. */
    | { readonly outcome: "save"; readonly link: WireLinkWrite; readonly company: StoredCompany }
  );

/** Rows that are perhaps about one customer or one account share one of these. */
export const siblingKeys = (cells: Cells): SiblingKeys => ({
  rowKey: codeKey(cells["CustomerId"] ?? null),
  accountKey: codeKey(cells["SageAccountNumber"] ?? null),
  idKey: codeKey(cells["SageCustomerId"] ?? null),
});

/** Keys under which other rows may name the same accounts as these rows, by the other of the two ids. */
export const accountSiblingKeys = (accounts: readonly FoundAccount[]): readonly SiblingKeys[] =>
  accounts.map((account) => ({ rowKey: "", accountKey: codeKey(account.reference), idKey: codeKey(account.id) }));

const place = (link: Pick<StoredLink, "accountNumber" | "sageCustomerId" | "companyName">) =>
  `${link.accountNumber || `the account with id ${link.sageCustomerId}`} in ${link.companyName}`;

const refOf = (row: PushRow): RowRef => ({ key: String(row.number), nth: 0 });

/** The server knows only the accounts that the rows name, so ways out are left to the pane, which knows all of them. */
const told = (row: PushRow, problem: Problem): Problem => ({ ...problem, row: row.ref, fixes: [] });

export const refusal = (problems: readonly Problem[]): string | null => {
  const errors = problems.filter((problem) => problem.severity === "error");
  const [first] = errors;
  if (!first) return null;
  const more = errors.length > 1 ? ` And ${errors.length - 1} more: see Problem.` : "";
  return `${first.cause} ${first.cure}${more}`;
};

const ownProblem = (row: PushRow, code: string, columns: readonly string[], cause: string, cure: string): Problem => ({
  row: row.ref,
  columns,
  severity: "error",
  code,
  cause,
  cure,
  fixes: [],
});

/** Decides `rows`. `siblings` are all rows of the same push that share a key with one of them; they are not decided. */
export const decideLinks = (rows: readonly PushRow[], siblings: readonly PushRow[], world: LinkWorld, pushId: string | null): readonly LinkDecision[] => {
  const all = [...new Map([...rows, ...siblings].map((row) => [row.number, row])).values()].sort((a, b) => a.number - b.number);
  const checker = createChecker(customerLinks, world.index);
  // By number, as nothing forbids a client to send one reference twice.
  checker.load(all.map((row) => ({ ref: refOf(row), cells: row.cells })));
  const linkOf = new Map(world.links.map((link) => [`${link.customerId} ${link.companyKey}`, link]));
  return rows.map((row) => decide(row, checker.problemsOf(refOf(row)).map((problem) => told(row, problem)), linkOf, world, pushId));
};

const decide = (row: PushRow, problems: readonly Problem[], linkOf: ReadonlyMap<string, StoredLink>, world: LinkWorld, pushId: string | null): LinkDecision => {
  const view = new RowView(customerLinks, world.index, row.ref, row.cells);
  const customerId = view.value("CustomerId");
  const customer = world.customers.get(customerId);
  const company = resolveCompany(view, world);
  const stored = (customer && company && linkOf.get(`${customer.id} ${company.key}`)) ?? null;
  const common = { row, problems, stored };

  if (isBlankRow(customerLinks, row.cells) || isUnfilled(customerLinks, row.cells)) {
    return { ...common, outcome: "same", message: `Left out: nothing has been chosen yet for ${customerId === "" ? "this row" : `customer ${customerId}`}.` };
  }
  const account = company ? resolveAccount(view, company, world.accounts) : null;
  const agrees = stored !== null && account !== null && account !== "disagree" && isSameAccount(stored, account);
  if (row.version !== null && row.version !== (stored?.version ?? 0) && !agrees && customer && company) {
    const now = stored ? `is now linked to ${place(stored)}` : `is no longer linked in ${company.name}`;
    return {
      ...common,
      outcome: "conflict",
      message: `Customer ${customer.id} ${now}: somebody changed it after this sheet was pulled. Pull again, then keep theirs or change the link in The Layer.`,
    };
  }
  const why = refusal(problems);
  if (why !== null) return { ...common, outcome: "refused", message: why };

  // The rules have passed the row. What is about to be written is checked once more, whatever the rules said or did not say.
  const refuse = (code: string, columns: readonly string[], cause: string, cure: string): LinkDecision => ({
    ...common,
    problems: [...problems, ownProblem(row, code, columns, cause, cure)],
    outcome: "refused",
    message: `${cause} ${cure}`,
  });
  if (!customer) return refuse("unknown-customer", ["CustomerId"], `The Layer has no customer “${customerId}”.`, "Correct the id, or add the customer in The Layer first.");
  if (customer.isArchived) {
    return refuse("archived-customer", ["CustomerId"], `Customer ${customer.id} ${customer.name} is archived in The Layer.`, "Bring it back in The Layer first, or leave this row out.");
  }
  if (!company) {
    const said = `“${view.value("SageCompanyName")}” at site “${view.value("SageSiteId")}”`;
    return refuse("unknown-company", ["SageCompanyName", "SageSiteId"], `There is no Sage company ${said}.`, "Choose a company and its own site.");
  }
  if (account === "disagree") {
    return refuse("ids-disagree", ["SageAccountNumber", "SageCustomerId"], "The account number and the customer id name two accounts.", "Keep the one that is right; the other is filled in from it.");
  }
  if (!account) {
    return refuse("unknown-account", ["SageAccountNumber", "SageCustomerId"], `${company.name} has no such account.`, "Choose an account that exists, or create it in Sage first.");
  }
  if (stored && !isSameAccount(stored, account)) {
    return refuse("customer-already-linked", ["SageAccountNumber", "SageCustomerId"], `Customer ${customer.id} is already linked to ${place(stored)}.`, "Existing links stay as they are. Remove it in The Layer before making another.");
  }
  const holder = world.links.find((link) => link.companyKey === company.key && link.customerId !== customer.id && isSameAccount(link, account));
  if (holder) {
    return refuse("account-already-linked", ["SageAccountNumber"], `Account ${account.reference} in ${company.name} is already linked to customer ${holder.customerId}.`, "Choose another account, or remove that link in The Layer first.");
  }
  const target = { accountNumber: account.reference, sageCustomerId: account.id, companyName: company.name };
  const rival = world.reservations.find(
    (one) => one.pushId !== pushId && one.companyKey === company.key && (one.customerId === customer.id || one.sageCustomerId === account.id),
  );
  if (rival) {
    return { ...common, outcome: "later", message: `Another push is linking ${rival.customerId === customer.id ? `customer ${customer.id}` : place(target)} at this moment. Push this row again.` };
  }
  if (stored && stored.wasSynced && stored.accountNumber === account.reference && stored.sageCustomerId === account.id) {
    return { ...common, outcome: "same", message: `Already linked to ${place(target)}.` };
  }
  return {
    ...common,
    outcome: "save",
    message: `Linked to ${place(target)}`,
    company,
    link: {
      customerId: customer.id,
      sageCompanyName: company.name,
      sageSiteId: company.siteId,
      sageAccountNumber: account.reference,
      sageCustomerId: account.id,
      // Verified against Sage. When fields were last sent stays empty until the first sync. Source: choice 14.20.
      synced: true,
    },
  };
};

const resolveCompany = (view: RowView, world: LinkWorld): StoredCompany | null => {
  const [name, site] = [view.companyName, view.value("SageSiteId")];
  return world.companies.find((company) => company.name === name && company.siteId === site) ?? null;
};

const resolveAccount = (view: RowView, company: StoredCompany, accounts: readonly FoundAccount[]): FoundAccount | "disagree" | null => {
  const here = accounts.filter((account) => account.companyRef === company.ref);
  const [number, id] = [view.value("SageAccountNumber"), view.value("SageCustomerId")];
  const byNumber = number === "" ? null : here.find((account) => account.reference === number);
  const byId = id === "" ? null : here.find((account) => account.id === id);
  if (byNumber === undefined || byId === undefined) return null;
  return byNumber && byId && byNumber.id !== byId.id ? "disagree" : (byNumber ?? byId);
};

/** A link that holds one id only is the account's that has it. */
const isSameAccount = (link: Pick<StoredLink, "accountNumber" | "sageCustomerId">, account: FoundAccount): boolean =>
  link.sageCustomerId === "" ? link.accountNumber === account.reference : link.sageCustomerId === account.id;
