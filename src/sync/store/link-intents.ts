/**
 * Links decided on and not yet known to be saved in The Layer. An intent is committed before The Layer is asked, so whoever
 * goes on after a crash sends the same links under the same key; and it reserves its customer and its account, so that two
 * pushes at once cannot give one account to two customers.
 */
import { sql } from "kysely";
import type { WireLinkWrite } from "../layer";
import type { CellValue } from "../model/cell";
import type { Problem } from "../rules/problem";
import { json, pieces } from "./bulk";
import type { Handle, Tx } from "./database";

export type LinkIntent = {
  readonly rowNumber: number;
  readonly companyKey: string;
  readonly link: WireLinkWrite;
  /** The worksheet's cells of the link that it replaces; null for a first link. */
  readonly was: Readonly<Record<string, CellValue>> | null;
  /** What the rules had to say beside it, for the row's result. */
  readonly warnings: readonly Problem[];
};

export const insertIntents = async (tx: Tx, tenant: string, pushId: string, batch: number, intents: readonly LinkIntent[]): Promise<void> => {
  for (const some of pieces(intents)) {
    await sql`
      insert into link_intent (tenant, push_id, row_number, batch, customer_id, company_key, sage_customer_id, link, was, warnings)
      select ${tenant}, ${pushId}, "rowNumber", ${batch}, link ->> 'customerId', "companyKey", link ->> 'sageCustomerId', link, nullif(was, 'null'), warnings
      from jsonb_to_recordset(${json(some)}) as new ("rowNumber" int, "companyKey" text, link jsonb, was jsonb, warnings jsonb)`.execute(tx);
  }
};

/** A batch's intents in the sheet's order, which is the order they are sent in. */
export const intentsOf = async (handle: Handle, tenant: string, pushId: string, batch: number): Promise<readonly LinkIntent[]> => {
  const { rows } = await sql<LinkIntent>`
    select row_number as "rowNumber", company_key as "companyKey", link, was, warnings from link_intent
    where tenant = ${tenant} and push_id = ${pushId} and batch = ${batch} order by row_number`.execute(handle);
  return rows;
};

export const deleteIntents = async (tx: Tx, tenant: string, pushId: string, batch: number): Promise<void> => {
  await tx.deleteFrom("link_intent").where("tenant", "=", tenant).where("push_id", "=", pushId).where("batch", "=", batch).execute();
};

type Wanted = { readonly customerId: string; readonly companyKey: string; readonly sageCustomerId: string };
export type Reservation = Wanted & { readonly pushId: string };

/** Reservations of these customers in these companies, and of these accounts, by any push. */
export const reservationsConcerning = async (handle: Handle, tenant: string, wanted: readonly Wanted[]): Promise<readonly Reservation[]> => {
  const { rows } = await sql<Reservation>`
    select distinct i.customer_id as "customerId", i.company_key as "companyKey", i.sage_customer_id as "sageCustomerId", i.push_id as "pushId"
    from jsonb_to_recordset(${json(wanted)}) as w ("customerId" text, "companyKey" text, "sageCustomerId" text)
    join link_intent i on i.tenant = ${tenant} and i.company_key = w."companyKey" and (i.customer_id = w."customerId" or i.sage_customer_id = w."sageCustomerId")`.execute(handle);
  return rows;
};
