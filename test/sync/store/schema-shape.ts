/** A schema as text: columns, indexes and constraints, in an order of their own. Two equal texts are equal schemas. */
import { sql, type Kysely } from "kysely";

export const schemaShape = async (db: Kysely<never>): Promise<readonly string[]> => {
  const lines = await sql<{ line: string }>`
    select 'column ' || table_name || '.' || column_name || ' ' || data_type || coalesce(' collate ' || collation_name, '') || ' ' ||
      case when is_nullable = 'YES' then 'null' else 'not null' end || coalesce(' default ' || column_default, '') || coalesce(' as ' || generation_expression, '') as line
    from information_schema.columns where table_schema = current_schema() and table_name not like 'kysely%'
    union all
    select 'index ' || replace(indexdef, current_schema() || '.', '') from pg_indexes where schemaname = current_schema() and tablename not like 'kysely%'
    union all
    select 'constraint ' || conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = current_schema()::regnamespace and contype <> 'n' and conrelid::regclass::text not like 'kysely%'
    union all
    select 'sequence ' || sequencename from pg_sequences where schemaname = current_schema()
    order by 1`.execute(db);
  return lines.rows.map((row) => row.line);
};
