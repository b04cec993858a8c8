/** Postings that make customers in Sage, and what became of them. */
import { sql } from "kysely";
import type { NewCustomer } from "../documents/posting";
import type { Intent } from "../ledger/intent";
import type { PostingKey } from "../ledger/posting-key";
import { json, pieces } from "./bulk";
import type { Handle } from "./database";
import { customerThing } from "./ledger-rows";
import type { CustomerIn } from "./new-customers";

export type CustomerPosting = { readonly key: PostingKey; readonly payload: NewCustomer; readonly intent: Intent };

export const customerPostings = async (handle: Handle, tenant: string, customers: readonly CustomerIn[]): Promise<readonly CustomerPosting[]> => {
  const found: CustomerPosting[] = [];
  for (const some of pieces(customers)) {
    const { rows } = await sql<CustomerPosting>`
      select key, payload, intent from posting where tenant = ${tenant} and document_kind = 'customer'
        and document_id in (select jsonb_array_elements_text(${json(some.map(({ customerId, companyRef }) => customerThing(customerId, companyRef).id))}))`.execute(handle);
    found.push(...rows);
  }
  return found;
};

/** Customers that Sage has made and that are not linked yet: The Layer is to be told first. */
export const customersToLink = async (handle: Handle, tenant: string, limit: number): Promise<readonly CustomerPosting[]> => {
  const { rows } = await sql<CustomerPosting>`
    select p.key, p.payload, p.intent from posting p
      join sage_company c on c.tenant = p.tenant and c.ref = p.company
    where p.tenant = ${tenant} and p.document_kind = 'customer' and p.state = 'done' and not exists (
      select 1 from customer_link link where link.tenant = p.tenant and link.customer_id = p.payload ->> 'customerId' and link.company_key = c.company_key and not link.gone)
    order by p.position limit ${limit}`.execute(handle);
  return rows;
};

/** Account numbers that are reserved for new customers of a company, made or not. */
export const reservedNumbers = async (handle: Handle, tenant: string, companyRef: string): Promise<readonly string[]> => {
  const { rows } = await sql<{ number: string }>`
    select payload ->> 'accountNumber' as number from posting where tenant = ${tenant} and document_kind = 'customer' and company = ${companyRef}`.execute(handle);
  return rows.map((row) => row.number);
};
