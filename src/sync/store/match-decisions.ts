/** What people decided about suggested allocations: the memory that later suggestions draw on, and what a bar's precision is counted from. */
import { sql } from "kysely";
import type { Decision } from "../match/receipts";
import { json } from "./bulk";
import type { Handle, Tx } from "./database";

export type NewDecision = Decision & {
  readonly companyRef: string;
  readonly suggestionId: string;
  /** Sage's record id of the account. */
  readonly sageCustomerId: string;
  readonly byId: string;
  readonly byName: string;
};

/** One a suggestion: whoever thinks again replaces what was decided before. */
export const saveDecision = async (tx: Tx, tenant: string, decision: NewDecision): Promise<void> => {
  const { companyRef, suggestionId, sageCustomerId, account, alias, receipts, outcome, on, score, suggested, settled, byId, byName } = decision;
  const orNull = (value: object | null) => (value === null ? null : json(value));
  await sql`
    insert into match_decision as old (tenant, company_ref, suggestion_id, sage_customer_id, account, alias, receipts, outcome, day, score, suggested, settled, by_id, by_name, at)
    values (${tenant}, ${companyRef}, ${suggestionId}, ${sageCustomerId}, ${account}, ${alias}, ${json(receipts)}, ${outcome}, ${on}, ${score}, ${orNull(suggested)}, ${orNull(settled)},
      ${byId}, ${byName}, clock_timestamp())
    on conflict (tenant, company_ref, suggestion_id) do update set
      sage_customer_id = excluded.sage_customer_id, account = excluded.account, alias = excluded.alias, receipts = excluded.receipts, outcome = excluded.outcome, day = excluded.day,
      score = excluded.score, suggested = excluded.suggested, settled = excluded.settled, by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at`.execute(tx);
};

/** A payer's habits are told by its latest decisions; older ones would only slow the reading down. */
const mostOfAccount = 1_000;

/** Of these accounts, the newest of each account. */
export const decisionsOf = async (handle: Handle, tenant: string, companyRef: string, sageCustomerIds: readonly string[]): Promise<readonly Decision[]> => {
  if (sageCustomerIds.length === 0) return [];
  const { rows } = await sql<Decision>`
    select d.account, d.alias, d.receipts, d.outcome, d.day as "on", d.score, d.suggested, d.settled
    from (select distinct jsonb_array_elements_text(${json(sageCustomerIds)}) as id) wanted
    cross join lateral (
      select * from match_decision m where m.tenant = ${tenant} and m.company_ref = ${companyRef} and m.sage_customer_id = wanted.id order by m.at desc limit ${mostOfAccount}) d`.execute(handle);
  return rows;
};

/** Which of these suggestions a person has said to be wrong. */
export const rejectedOf = async (handle: Handle, tenant: string, companyRef: string, suggestionIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ id: string }>`
    select suggestion_id as id from match_decision where tenant = ${tenant} and company_ref = ${companyRef} and outcome in ('rejected', 'on account')
      and suggestion_id in (select jsonb_array_elements_text(${json(suggestionIds)}))`.execute(handle);
  return new Set(rows.map((row) => row.id));
};

export type BarCount = { readonly companyRef: string; readonly bar: number; readonly decided: number; readonly right: number };

/** Of each company's suggestions that scored a bar or more: on how many people decided, and how many they took as they stood. */
export const barCounts = async (handle: Handle, tenant: string, bars: readonly number[]): Promise<readonly BarCount[]> => {
  const { rows } = await sql<BarCount>`
    select d.company_ref as "companyRef", bar.bar, cast(count(*) as int) as decided, cast(count(*) filter (where d.outcome = 'accepted') as int) as "right"
    from (select cast(jsonb_array_elements(${json(bars)}) as double precision) as bar) bar join match_decision d on d.tenant = ${tenant} and d.score >= bar.bar
    group by d.company_ref, bar.bar`.execute(handle);
  return rows;
};
