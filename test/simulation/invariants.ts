/**
 * What must hold after every run. Sage's books are held against what each document says by itself, never against what
 * the gateway believes; what the gateway believes is held against Sage's books.
 */
import { controlTotals, ledgerDifferences, vatControl, type PostedTransaction } from "../../src/sandbox/sage200/ledger";
import { isFinal } from "../../src/sync/ledger/intent";
import type { PostingKey } from "../../src/sync/ledger/posting-key";
import { documentKey, place, type HeldDocument, type SharedDatabase } from "./database";
import type { InSage, SimulatedDocument } from "./documents";
import { endingOf } from "./expectations";
import { customerPostingKey, documentPostingKey } from "./planning";
import type { Sage } from "./sage";
import type { SetUp, SimulatedCompany } from "./set-up";
import type { Truth } from "./truth";

/** `rule`: whether it shows in the books, or only in what a process did. */
export type Violation = { readonly rule: "books" | "conduct"; readonly what: string; readonly about: readonly string[] };

export type Books = {
  readonly setUp: SetUp;
  readonly documents: readonly SimulatedDocument[];
  readonly database: SharedDatabase;
  readonly sage: Sage;
  readonly truth: Truth;
  readonly carriedOutAgain: ReadonlyMap<string, number>;
};

const keyOf = (document: SimulatedDocument): PostingKey | null => (document.inSage === null ? null : documentPostingKey(document.inSage.company.ref, document.kind, document.id));

/** Why a document is not yet where it must end; null where it is. */
const amiss = (document: SimulatedDocument, held: HeldDocument | undefined, { setUp, database, carriedOutAgain }: Books): string | null => {
  if (held === undefined) return "is not known to the gateway";
  const ending = endingOf(document, setUp, carriedOutAgain);
  const intent = held.postingKey === null ? null : (database.intents().get(held.postingKey)?.intent ?? null);
  const stands = `is ${held.standing}${intent === null ? "" : `, its posting ${intent.state}`}${held.why === null ? "" : ` (${held.why})`}`;
  if (held.standing === "posting" && intent === null) return "was accepted for posting, and its posting is lost";
  switch (ending.kind) {
    case "posted":
      return held.standing === "posted" && intent?.state === "done" ? null : `${stands}; it should be posted`;
    case "nothing":
      return held.standing === "nothing" || held.standing === "draft" || (held.failure !== null && ending.codes.includes(held.failure.code)) ? null : `${stands}; there is nothing to post`;
    case "failed":
      return held.standing === "failed" && held.failure !== null && ending.codes.includes(held.failure.code) && held.why !== null
        ? null
        : `${stands}; it should be in the Error Queue as ${ending.codes.join(" or ")}`;
    case "waits": {
      const isBehind = held.standing === "waiting" || (held.standing === "posting" && intent?.state === "planned" && intent.lease === null);
      // Decided about while its parent was still on the way: its own defect came to light first.
      const isKnownToLack = held.standing === "failed" && held.failure !== null && document.defects.some((defect) => !defect.isMended);
      return isBehind || isKnownToLack ? null : `${stands}; what it hangs on is not in Sage`;
    }
    case "review":
      return intent?.state === "needs review" || intent?.state === "done" ? null : `${stands}; a person should be asked`;
  }
};

/** Whether everything is where it must end. */
export const isSettled = (books: Books): boolean => books.documents.every((document) => amiss(document, books.database.documents.get(documentKey(document.kind, document.id)), books) === null);

const pence = (value: number): string => (value / 100).toFixed(2);

const differences = (found: PostedTransaction, expected: InSage, document: SimulatedDocument, accounts: ReadonlySet<number>): readonly string[] => {
  const wrong: string[] = [];
  const same = (what: string, is: string | number | undefined, should: string | number): void => {
    if (is !== should) wrong.push(`${what} is ${is ?? "missing"}, not ${should}`);
  };
  same("its kind", found.type, document.type());
  same("its date", found.date, expected.date);
  same("its reference", found.reference, expected.reference);
  same("its goods value", pence(found.goods), pence(expected.goods));
  same("its tax value", pence(found.tax), pence(expected.tax));
  same("its bank", found.bank?.bankId ?? "none", expected.bank?.id ?? "none");
  same("its movement of the bank", found.bank?.value ?? 0, expected.bank?.value ?? 0);
  if (!accounts.has(found.customerId)) wrong.push(`its account is ${found.customerId}, not ${[...accounts].join(" or ")}`);
  const taxes = [...expected.taxes].filter(([, { goods, tax }]) => goods !== 0 || tax !== 0);
  same("its number of tax codes", found.taxItems.length, taxes.length);
  for (const [id, { goods, tax }] of taxes) {
    const item = found.taxItems.find(({ taxCodeId }) => taxCodeId === id);
    same(`its goods at tax code ${id}`, item?.goods, goods);
    same(`its tax at tax code ${id}`, item?.tax, tax);
  }
  const nominals = [...expected.nominals].filter(([, value]) => value !== 0);
  same("its number of nominal codes", found.nominalItems.length, nominals.length);
  for (const [code, value] of nominals) same(`its value at nominal code ${code}`, found.nominalItems.find((item) => item.code === code)?.value, value);
  return wrong;
};

/** Record ids of the accounts that are the customer's in that company, whatever the gateway believes. */
const accountsOf = ({ setUp, truth }: Books, customerId: string, company: SimulatedCompany): ReadonlySet<number> => {
  const customer = setUp.customers.find(({ id }) => id === customerId);
  const linked = customer?.linked.get(company.ref);
  if (linked !== undefined) return new Set([Number(linked)]);
  const { lookalike } = setUp;
  if (lookalike.customerId === customerId && lookalike.companyRef === company.ref && lookalike.choice === "link") return new Set([Number(lookalike.sageCustomerId)]);
  return new Set(truth.accountsNamed(company, customer?.name ?? "").map(({ id }) => id));
};

const documentsInSage = (books: Books): readonly Violation[] => {
  const violations: Violation[] = [];
  const byKey = new Map(books.documents.flatMap((document) => (keyOf(document) === null ? [] : [[keyOf(document) as string, document] as const])));
  const placed = new Map<SimulatedDocument, PostedTransaction[]>();
  for (const company of books.setUp.companies) {
    for (const found of books.truth.transactionsOf(company)) {
      const document = byKey.get(found.secondReference);
      if (document === undefined || document.inSage?.company !== company) violations.push({ rule: "books", what: `${company.name} has a ${found.type} of ${pence(found.gross)} (${found.reference}, ${found.secondReference}) that belongs to no document`, about: document ? [document.label] : [] });
      else placed.set(document, [...(placed.get(document) ?? []), found]);
    }
  }
  for (const document of books.documents) {
    const { label, inSage, parent } = document;
    const complain = (what: string) => violations.push({ rule: "books", what: `${label} ${what}`, about: [label, ...(parent ? [parent.label] : [])] });
    const there = placed.get(document) ?? [];
    const held = books.database.documents.get(documentKey(document.kind, document.id));
    const stuck = amiss(document, held, books);
    if (stuck !== null) complain(stuck);
    const ending = endingOf(document, books.setUp, books.carriedOutAgain);
    const most = ending.kind === "posted" ? 1 : ending.kind === "review" ? 1 + (books.carriedOutAgain.get(label) ?? 0) : 0;
    if (there.length > most) complain(`stands in Sage ${there.length} times, not ${most === 0 ? "at all" : most}`);
    if (there.length < most) complain(`stands in Sage ${there.length === 0 ? "not at all" : `${there.length} times, not ${most}`}`);
    for (const found of there) {
      if (inSage) for (const wrong of differences(found, inSage, document, accountsOf(books, document.customerId, inSage.company))) complain(`is not in Sage as it should be: ${wrong}`);
      const before = parent === null ? null : placed.get(parent)?.[0];
      if (parent !== null && (before === undefined || before === null || before.committedAt > found.committedAt)) complain(`is in Sage before ${parent.label}`);
    }
    const [only] = there;
    if (held?.standing === "posted" && only !== undefined && there.length === 1 && held.sageUrn !== String(only.urn)) complain(`is said to be posting ${held.sageUrn ?? "none"}, and is ${only.urn}`);
  }
  return violations;
};

const customersInSage = ({ setUp, database, truth }: Books): readonly Violation[] =>
  setUp.companies.flatMap((company) =>
    setUp.customers.flatMap((customer): readonly Violation[] => {
      const at = place(customer.id, company.ref);
      const label = `customer ${customer.name} in ${company.name}`;
      const complain = (what: string): Violation => ({ rule: "books", what: `${label} ${what}`, about: [label] });
      const accounts = truth.accountsNamed(company, customer.name);
      const intent = database.intents().get(customerPostingKey(company.ref, customer.id))?.intent;
      if (customer.linked.has(company.ref)) return accounts.length === 1 && intent === undefined ? [] : [complain(`was linked, and now has ${accounts.length} accounts`)];
      if (intent === undefined) return [...(accounts.length === 0 ? [] : [complain("was made without a posting")]), ...(database.creations.has(at) ? [complain("was to be made, and its posting is lost")] : [])];
      const [account] = accounts;
      if (intent.state !== "done") return [complain(`is ${intent.state}; it should be made${"failure" in intent ? ` (${intent.failure.cause})` : ""}`)];
      if (account === undefined || accounts.length > 1) return [complain(`was made ${accounts.length} times`)];
      return [
        ...(database.links.get(at) === String(account.id) ? [] : [complain(`is linked to ${database.links.get(at) ?? "nothing"}, and has account ${account.id}`)]),
        ...(account.contacts === Math.max(customer.contacts.length, 1) ? [] : [complain(`has ${account.contacts} contacts, not ${customer.contacts.length}`)]),
      ];
    }),
  );

/** Debtors control, VAT, income and banks: what the documents in Sage come to, added up from The Layer's own figures. */
const controlAccounts = (books: Books): readonly Violation[] =>
  books.setUp.companies.flatMap((company) => {
    const ledger = books.sage.companies.find(({ plan }) => plan === company.plan)?.ledger;
    if (ledger === undefined) return [];
    const totals = controlTotals(ledger);
    const sums = new Map<string, number>();
    const add = (account: string, value: number) => sums.set(account, (sums.get(account) ?? 0) + value);
    for (const document of books.documents) {
      const { inSage, label } = document;
      const ending = endingOf(document, books.setUp, books.carriedOutAgain);
      if (inSage?.company !== company || (ending.kind !== "posted" && ending.kind !== "review")) continue;
      for (let times = 1 + (books.carriedOutAgain.get(label) ?? 0); times > 0; times -= 1) {
        add("1100", inSage.goods + inSage.tax);
        add(vatControl, -inSage.tax);
        for (const [code, value] of inSage.nominals) add(code, -value);
        if (inSage.bank) add(company.plan.banks.find(({ id }) => id === inSage.bank?.id)?.code ?? "", inSage.bank.value);
      }
    }
    const wrong = [...new Set([...sums.keys(), ...Object.keys(totals.nominal)])].filter((account) => (sums.get(account) ?? 0) !== (totals.nominal[account] ?? 0));
    return [
      ...wrong.map((account) => ({ rule: "books" as const, what: `${company.name}: account ${account} stands at ${pence(totals.nominal[account] ?? 0)}; The Layer's documents come to ${pence(sums.get(account) ?? 0)}`, about: [] })),
      ...ledgerDifferences(ledger).map((what) => ({ rule: "books" as const, what: `${company.name}: ${what}`, about: [] })),
    ];
  });

/** Nothing is under way or in doubt any more, except behind what a person has to decide. */
const nothingPending = ({ database }: Books): readonly Violation[] =>
  [...database.intents().values()].flatMap(({ key, intent, parents }): readonly Violation[] => {
    const isBehind = parents.some((parent) => database.intents().get(parent)?.intent.state !== "done");
    return isFinal(intent) || (isBehind && intent.state === "planned") ? [] : [{ rule: "books", what: `Posting ${key} is ${intent.state} for ever`, about: [] }];
  });

export const violationsOf = (books: Books): readonly Violation[] => [...documentsInSage(books), ...customersInSage(books), ...controlAccounts(books), ...nothingPending(books)];
