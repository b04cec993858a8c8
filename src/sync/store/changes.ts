/** Where a pull by `since` goes on: the change numbers that a client has seen. See `Database.change` for why none is missed. */
import { sql } from "kysely";
import type { Handle } from "./database";

/**
 * The highest change number visible now. Taken before the rows are read: what changes meanwhile is told again next time,
 * rather than never.
 */
export const latestChange = async (handle: Handle, tenant: string): Promise<number> => {
  const { rows } = await sql<{ seq: number }>`
    select greatest(
      coalesce((select max(seq) from layer_customer where tenant = ${tenant}), 0),
      coalesce((select max(seq) from customer_link where tenant = ${tenant}), 0),
      coalesce((select max(seq) from sage_company where tenant = ${tenant}), 0),
      coalesce((select max(seq) from sage_account where tenant = ${tenant}), 0),
      coalesce((select max(seq) from list_record where tenant = ${tenant}), 0),
      coalesce((select max(seq) from mapping where tenant = ${tenant}), 0),
      coalesce((select max(seq) from layer_document where tenant = ${tenant}), 0),
      coalesce((select max(seq) from error_entry where tenant = ${tenant}), 0),
      coalesce((select max(seq) from waiting_customer where tenant = ${tenant}), 0),
      coalesce((select max(seq) from receipt_row where tenant = ${tenant}), 0)) as seq`.execute(handle);
  return rows[0]?.seq ?? 0;
};
