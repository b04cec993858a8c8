/** What some documents are decided by, read in bulk: no more than they can mean. */
import type { LayerDocument } from "../../documents/document";
import { mappingLookups } from "../../documents/mapping-lookups";
import type { Company, CustomerStanding, DocumentWorld, Parent } from "../../documents/world";
import { baseCurrency } from "../../model/base-currency";
import { folded } from "../../model/spelling";
import type { Handle } from "../../store";
import { accountsLike } from "../../store/accounts";
import { allCompanies } from "../../store/companies";
import { customerPostings } from "../../store/customer-postings";
import { customersById } from "../../store/customers";
import type { DocumentRecord, DocumentRef, StoredDocument } from "../../store/document-records";
import { readDocuments } from "../../store/documents";
import { codeKey } from "../../store/keys";
import { linksConcerning } from "../../store/links";
import { readList } from "../../store/lists";
import { readMappings } from "../../store/mappings";
import { choicesOf, customersWaiting, type CustomerIn } from "../../store/new-customers";
import { loadCompanyRules } from "./company-rules";
import { customerStanding } from "./plan-customer";

const place = (customerId: string, companyRef: string): string => `${companyRef} ${customerId}`;

export type LoadedWorld = DocumentWorld & {
  readonly companies: readonly Company[];
  /** What was just decided about a document counts for those that hang on it. */
  note(document: LayerDocument, standing: Parent["standing"], companyRef: string | null, postingKey: string | null): void;
};

const parentsOf = (record: DocumentRecord): readonly DocumentRef[] => [
  ...("invoiceId" in record ? [{ kind: "invoice" as const, id: record.invoiceId }] : []),
  ...("creditNoteId" in record ? [{ kind: "credit-note" as const, id: record.creditNoteId }] : []),
];

const asParent = (stored: StoredDocument): readonly Parent[] => {
  const { record, standing, companyRef, postingKey, isAdopted } = stored;
  return record.kind === "order" ? [] : [{ document: record, standing, companyRef, postingKey: isAdopted ? null : postingKey }];
};

export const loadDocumentWorld = async (handle: Handle, tenant: string, documents: readonly DocumentRecord[]): Promise<LoadedWorld> => {
  const companies = await allCompanies(handle, tenant);
  const byRef = new Map(companies.map((company) => [company.ref, company]));
  const cells = async (sheet: "sub-companies" | "payment-methods" | "tax-codes") => (await readMappings(handle, tenant, sheet)).map((row) => row.cells);
  const lookups = mappingLookups({
    companies,
    subCompanies: await cells("sub-companies"),
    paymentMethods: await cells("payment-methods"),
    taxCodes: await cells("tax-codes"),
    methods: await readList(handle, tenant, "payment-method"),
    rates: await readList(handle, tenant, "tax-rate"),
    banks: await readList(handle, tenant, "bank"),
    codes: await readList(handle, tenant, "tax-code"),
  });

  const customerIds = [...new Set(documents.map((document) => document.customerId))];
  const everywhere: readonly CustomerIn[] = customerIds.flatMap((customerId) => companies.map((company) => ({ customerId, companyRef: company.ref })));
  const customers = await customersById(handle, tenant, customerIds);
  const links = await linksConcerning(handle, tenant, customerIds.map((customerId) => ({ customerId })));
  // A link that The Layer holds by account number alone still names one account.
  const unnamed = links.filter((link) => link.sageCustomerId === "");
  const named = unnamed.length === 0 ? [] : await accountsLike(handle, tenant, { numberKeys: unnamed.map((link) => codeKey(link.accountNumber)), idKeys: [] });
  const linkOf = new Map(
    links.flatMap((link) => {
      const company = companies.find((one) => one.key === link.companyKey);
      if (!company) return [];
      const id = link.sageCustomerId !== "" ? link.sageCustomerId : named.find((account) => account.companyRef === company.ref && codeKey(account.reference) === codeKey(link.accountNumber))?.id;
      return id === undefined ? [] : [[place(link.customerId, company.ref), id] as const];
    }),
  );
  const postings = new Map((await customerPostings(handle, tenant, everywhere)).map((posting) => [place(posting.payload.customerId, posting.payload.company), posting]));
  const choices = new Map((await choicesOf(handle, tenant, everywhere)).map((choice) => [place(choice.customerId, choice.companyRef), choice]));
  const waiting = new Set((await customersWaiting(handle, tenant, everywhere)).map(({ customerId, companyRef }) => place(customerId, companyRef)));

  const refs = [...new Map(documents.flatMap(parentsOf).map((ref) => [`${ref.kind} ${ref.id}`, ref])).values()];
  const parents = new Map((await readDocuments(handle, tenant, refs)).flatMap(asParent).map((parent) => [`${parent.document.kind} ${parent.document.id}`, parent]));
  const rules = await loadCompanyRules(handle, tenant);

  const standing = (customerId: string, company: Company): CustomerStanding => {
    const at = place(customerId, company.ref);
    return customerStanding({
      linkedTo: linkOf.get(at),
      isInLayer: customers.has(customerId),
      creation: postings.get(at)?.intent,
      isSkipped: choices.get(at)?.choice === "skip",
      isWaiting: waiting.has(at),
    });
  };

  return {
    ...lookups,
    companies,
    company: (ref) => byRef.get(ref) ?? null,
    companyNamed: (name, siteId) => companies.find((company) => folded(company.name) === folded(name) && folded(company.siteId) === folded(siteId)) ?? null,
    settings: (ref) => rules.of(ref),
    baseCurrency: () => baseCurrency,
    customer: (id) => customers.get(id) ?? null,
    standing,
    parent: (kind, id) => parents.get(`${kind} ${id}`) ?? null,
    note: (document, next, companyRef, postingKey) => void parents.set(`${document.kind} ${document.id}`, { document, standing: next, companyRef, postingKey }),
  };
};
