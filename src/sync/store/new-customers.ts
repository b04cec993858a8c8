/** Customers on their way to a Sage company in which they have no account: who waits for a decision, what was decided, which contacts went along. */
import { sql } from "kysely";
import { json, pieces } from "./bulk";
import type { Handle, Tx } from "./database";

export type CustomerIn = { readonly customerId: string; readonly companyRef: string };
export type Candidate = { readonly sageCustomerId: string; readonly accountNumber: string; readonly name: string; readonly reasons: readonly string[] };

/** Puts customers in the list with the accounts they resemble. One that is in it already stays, with the accounts as they are now. */
export const saveWaitingCustomers = async (tx: Tx, tenant: string, waiting: readonly (CustomerIn & { readonly candidates: readonly Candidate[] })[]): Promise<void> => {
  for (const some of pieces([...new Map(waiting.map((one) => [`${one.customerId} ${one.companyRef}`, one])).values()])) {
    await sql`
      insert into waiting_customer as old (tenant, customer_id, company_ref, candidates, since)
      select ${tenant}, "customerId", "companyRef", candidates, clock_timestamp()
      from jsonb_to_recordset(${json(some)}) as new ("customerId" text, "companyRef" text, candidates jsonb)
      on conflict (tenant, customer_id, company_ref) do update set
        candidates = excluded.candidates, gone = false, seq = null, since = case when old.gone then excluded.since else old.since end
      where old.gone or old.candidates <> excluded.candidates`.execute(tx);
  }
};

/** Takes customers off the list: something was decided, or they have an account. */
export const dropWaitingCustomers = async (tx: Tx, tenant: string, decided: readonly CustomerIn[]): Promise<void> => {
  for (const some of pieces(decided)) {
    await sql`
      update waiting_customer w set gone = true, seq = null
      from jsonb_to_recordset(${json(some)}) as decided ("customerId" text, "companyRef" text)
      where w.tenant = ${tenant} and w.customer_id = decided."customerId" and w.company_ref = decided."companyRef" and not w.gone`.execute(tx);
  }
};

export type WaitingCustomer = CustomerIn & {
  readonly name: string;
  readonly companyName: string | null;
  readonly candidates: readonly Candidate[];
  /** How many of its documents wait. */
  readonly documents: number;
  readonly since: string;
};

/** Those who wait longest first. */
export const waitingCustomers = async (handle: Handle, tenant: string, limit: number, after: WaitingCustomer | null = null): Promise<readonly WaitingCustomer[]> => {
  const { rows } = await sql<WaitingCustomer>`
    select w.customer_id as "customerId", w.company_ref as "companyRef", coalesce(customer.name, '') as name, company.name as "companyName", w.candidates, w.since,
      (select cast(count(*) as int) from layer_document d where d.tenant = ${tenant} and d.customer_id = w.customer_id and d.standing in ('new', 'waiting')
        and d.kind <> 'order' and (d.company_ref is null or d.company_ref = w.company_ref)) as documents
    from waiting_customer w
      left join layer_customer customer on customer.tenant = ${tenant} and customer.id = w.customer_id
      left join sage_company company on company.tenant = ${tenant} and company.ref = w.company_ref
    where w.tenant = ${tenant} and not w.gone
      ${after ? sql`and (date_trunc('milliseconds', w.since), w.customer_id, w.company_ref) > (cast(${after.since} as timestamptz), ${after.customerId}, ${after.companyRef})` : sql``}
    order by date_trunc('milliseconds', w.since), w.customer_id, w.company_ref limit ${limit}`.execute(handle);
  return rows;
};

export type Choice = CustomerIn & ({ readonly choice: "link"; readonly sageCustomerId: string } | { readonly choice: "create" | "skip"; readonly sageCustomerId: null });
export type MadeChoice = Choice & { readonly by: string; readonly at: string };

/** Keeps a person's decision, in place of an earlier one. */
export const saveChoice = async (tx: Tx, tenant: string, choice: Choice, by: { readonly id: string; readonly name: string }): Promise<void> => {
  await sql`
    insert into customer_choice (tenant, customer_id, company_ref, choice, sage_customer_id, by_id, by_name, at)
    values (${tenant}, ${choice.customerId}, ${choice.companyRef}, ${choice.choice}, ${choice.sageCustomerId}, ${by.id}, ${by.name}, clock_timestamp())
    on conflict (tenant, customer_id, company_ref) do update set choice = excluded.choice, sage_customer_id = excluded.sage_customer_id,
      by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at`.execute(tx);
};

/** The decisions about these, where there is one. */
export const choicesOf = async (handle: Handle, tenant: string, customers: readonly CustomerIn[]): Promise<readonly MadeChoice[]> => {
  const found: MadeChoice[] = [];
  for (const some of pieces(customers)) {
    const { rows } = await sql<MadeChoice>`
      select distinct c.customer_id as "customerId", c.company_ref as "companyRef", c.choice, c.sage_customer_id as "sageCustomerId", c.by_name as by, c.at
      from jsonb_to_recordset(${json(some)}) as w ("customerId" text, "companyRef" text)
      join customer_choice c on c.tenant = ${tenant} and c.customer_id = w."customerId" and c.company_ref = w."companyRef"`.execute(handle);
    found.push(...rows);
  }
  return found;
};

/** `sageContactId` null where Sage did not tell it. */
export type SentContact = { readonly contactId: string; readonly sageContactId: string | null };

/** The contacts that went along when the customer was made: these are updated later, and no others. */
export const sentContacts = (handle: Handle, tenant: string, { customerId, companyRef }: CustomerIn): Promise<readonly SentContact[]> =>
  handle
    .selectFrom("sent_contact")
    .select(["contact_id as contactId", "sage_contact_id as sageContactId"])
    .where("tenant", "=", tenant)
    .where("customer_id", "=", customerId)
    .where("company_ref", "=", companyRef)
    .orderBy("contact_id")
    .execute();

export const saveSentContacts = async (tx: Tx, tenant: string, { customerId, companyRef }: CustomerIn, contacts: readonly SentContact[]): Promise<void> => {
  for (const some of pieces(contacts)) {
    await sql`
      insert into sent_contact as old (tenant, customer_id, company_ref, contact_id, sage_contact_id)
      select ${tenant}, ${customerId}, ${companyRef}, "contactId", "sageContactId" from jsonb_to_recordset(${json(some)}) as new ("contactId" text, "sageContactId" text)
      on conflict (tenant, customer_id, company_ref, contact_id) do update set sage_contact_id = coalesce(excluded.sage_contact_id, old.sage_contact_id)`.execute(tx);
  }
};

/** Which of these are in the list that waits for a decision. */
export const customersWaiting = async (handle: Handle, tenant: string, customers: readonly CustomerIn[]): Promise<readonly CustomerIn[]> => {
  const found: CustomerIn[] = [];
  for (const some of pieces(customers)) {
    const { rows } = await sql<CustomerIn>`
      select w.customer_id as "customerId", w.company_ref as "companyRef"
      from jsonb_to_recordset(${json(some)}) as wanted ("customerId" text, "companyRef" text)
      join waiting_customer w on w.tenant = ${tenant} and w.customer_id = wanted."customerId" and w.company_ref = wanted."companyRef" and not w.gone`.execute(handle);
    found.push(...rows);
  }
  return found;
};
