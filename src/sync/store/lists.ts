import { sql } from "kysely";
import type { PaymentMethodRef, TaxRateRef } from "../rules/reference";
import type { SageBank, SageTaxCode } from "../sage200/transform";
import { json, lastOfEach, recordHash } from "./bulk";
import type { ChangeTx, Handle } from "./database";

/** Lists short enough to be read whole, and the shape of their records. */
export type ListRecords = {
  "sub-company": { readonly name: string; readonly vatNumber: string };
  "payment-method": PaymentMethodRef;
  "tax-rate": TaxRateRef;
  bank: SageBank;
  "tax-code": SageTaxCode;
};
export type ListName = keyof ListRecords;

const idOf: { readonly [Name in ListName]: (record: ListRecords[Name]) => string } = {
  "sub-company": (record) => record.name,
  "payment-method": (record) => record.name,
  "tax-rate": (record) => `${record.percent} ${record.name}`,
  bank: (record) => record.code,
  "tax-code": (record) => record.code,
};

/** Replaces the whole list in the order given; `scope` is a Sage company's `ref`, blank for The Layer's lists. */
export const saveList = async <Name extends ListName>(
  tx: ChangeTx,
  tenant: string,
  list: Name,
  scope: string,
  records: readonly ListRecords[Name][],
): Promise<void> => {
  const rows = lastOfEach(
    records.map((record, position) => ({ id: idOf[list](record), position, record, hash: recordHash(record) })),
    (row) => row.id,
  );
  await sql`
    insert into list_record as old (tenant, list, scope, id, position, record, hash, seq)
    select ${tenant}, ${list}, ${scope}, id, position, record, hash, nextval('change_seq')
    from jsonb_to_recordset(${json(rows)}) as new (id text, position integer, record jsonb, hash text)
    on conflict (tenant, list, scope, id) do update set
      position = excluded.position, record = excluded.record, hash = excluded.hash, seq = excluded.seq, gone = false
    where (old.hash, old.position, old.gone) is distinct from (excluded.hash, excluded.position, false)`.execute(tx);
  await sql`
    update list_record set gone = true, seq = nextval('change_seq')
    where tenant = ${tenant} and list = ${list} and scope = ${scope} and not gone and not (${json(rows.map((row) => row.id))} ? id)`.execute(tx);
};

/** In the order in which the other system gave them; `scope` limits it to one company, otherwise company by company. */
export const readList = async <Name extends ListName>(handle: Handle, tenant: string, list: Name, scope?: string): Promise<readonly ListRecords[Name][]> => {
  const rows = await handle
    .selectFrom("list_record")
    .select("record")
    .where("tenant", "=", tenant)
    .where("list", "=", list)
    .where("gone", "=", false)
    .$if(scope !== undefined, (query) => query.where("scope", "=", scope ?? ""))
    .orderBy("scope")
    .orderBy("position")
    .execute();
  return rows.map((row) => row.record as unknown as ListRecords[Name]);
};
