/** What the table holds twice. Neither row is better than the other, so both are marked. */
import { folded, skeleton } from "../model/spelling";
import { pushedColumns } from "../sheets/filled";
import { proposeMatches } from "./account-candidates";
import { error, fine, said, several, subjectOf, tableRule, warning, type Proposal, type Rule } from "./rule";
import type { RowView } from "./row-view";

const separator = "\u001f";

/** The identity of a key cell: the known code it stands for, or what it looks like. */
const identity = (row: RowView, header: string): string => {
  const reading = row.reading(header);
  if (reading.known === true && reading.value !== "") return `=${reading.value}`;
  return reading.shown === "" ? "" : `~${skeleton(reading.value || reading.shown)}`;
};
/** The same without look-alikes: what is certainly one value. */
const certainIdentity = (row: RowView, header: string): string => {
  const reading = row.reading(header);
  return reading.known === true && reading.value !== "" ? `=${reading.value}` : folded(reading.value || reading.shown);
};

const certainKey = (row: RowView) => row.definition.key.map((header) => certainIdentity(row, header)).join(separator);

/** The key of a row with its mandatory parts in place; null where one is blank, which is another rule's business. */
const rowKey = (row: RowView): string | null => {
  const parts: string[] = [];
  for (const header of row.definition.key) {
    const part = identity(row, header);
    if (part === "" && (row.definition.columns[header]?.mandatory ?? false)) return null;
    parts.push(part);
  }
  return parts.join(separator);
};

const sameContent = (one: RowView, other: RowView) =>
  pushedColumns(one.definition).every(([header]) => folded(one.reading(header).value || one.reading(header).shown) === folded(other.reading(header).value || other.reading(header).shown));

const clearRow = (row: RowView): Proposal => ({
  label: "Clear this repeated row",
  set: Object.fromEntries(
    Object.entries(row.definition.columns)
      .filter(([header, column]) => column.owner !== "tieout" && row.cell(header) !== undefined)
      .map(([header]) => [header, null]),
  ),
  group: { id: "clear-repeated-rows", label: "Clear rows that repeat another" },
});

/** The rest of the key in words: " in Acme UK", " for every company", "". */
const within = (row: RowView): string => {
  const [, header] = row.definition.key;
  if (header === undefined) return "";
  const { shown } = row.reading(header);
  return shown === "" ? " for every company" : ` in ${row.value(header) || shown}`;
};

/** How rows that look the same are spelt, in the first key column in which they differ. */
const spellingsOf = (rows: readonly RowView[]): readonly string[] => {
  const headers = rows[0]?.definition.key ?? [];
  const spellings = headers.map((header) => [...new Set(rows.slice(0, 10).map((row) => row.reading(header).shown))]);
  return spellings.find((list) => list.length > 1) ?? [];
};

/** One row for a key. Source: choice 14.18, the link key is customer and Sage company. */
export const repeatedKey = tableRule("repeated-key", rowKey, (rows) => {
  const first = new Map<string, RowView>();
  const counts = new Map<string, number>();
  for (const row of rows) {
    const key = certainKey(row);
    if (!first.has(key)) first.set(key, row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const spellings = spellingsOf([...first.values()]);
  return (row) => {
    const key = certainKey(row);
    const count = counts.get(key) ?? 0;
    const columns = row.definition.key.filter((header) => row.reading(header).shown !== "");
    if (count > 1) {
      const original = first.get(key);
      const isCopy = original !== undefined && original !== row && sameContent(original, row);
      return error(
        columns,
        `There are ${count} rows for ${subjectOf(row)}${within(row)}.`,
        "Keep one of them and delete the others.",
        isCopy ? () => [clearRow(row)] : undefined,
      );
    }
    return warning(
      columns,
      `${several(spellings.map(said), 4)} look the same and may be one.`,
      "If they are one and the same, keep one row and delete the other.",
    );
  };
});

/** The account of a link row: by what Sage knows, or by its codes where accounts were not fetched. */
const accountKey = (row: RowView): string | null => {
  if (row.companyName === "") return null;
  if (row.account) return row.companyName + separator + row.account.id;
  if (row.index.accounts) return null;
  const [number, id] = [row.value("SageAccountNumber"), row.value("SageCustomerId")];
  return number !== "" ? `${row.companyName}${separator}n${folded(number)}` : id !== "" ? `${row.companyName}${separator}i${folded(id)}` : null;
};

/** One Sage account may not be linked to two customers of The Layer. Source: choice 14.22. */
export const accountForTwoCustomers = tableRule("account-for-two-customers", accountKey, (rows) => {
  const customers = new Map<string, string>();
  for (const row of rows) {
    const customer = identity(row, "CustomerId");
    if (customer !== "" && !customers.has(customer)) customers.set(customer, row.value("CustomerId") || row.reading("CustomerId").shown);
  }
  if (customers.size < 2) return () => fine;
  const few = [...customers].slice(0, 5);
  return (row) => {
    const own = identity(row, "CustomerId");
    if (own === "") return fine;
    const others = few.filter(([key]) => key !== own).map(([, name]) => name);
    const more = customers.size - 1 - others.length;
    const names = more > 0 ? `${others.join(", ")} and ${more} more` : several(others, 4);
    const number = row.value("SageAccountNumber") || row.account?.reference || row.value("SageCustomerId");
    return error(
      row.reading("SageAccountNumber").state === "blank" ? ["SageCustomerId"] : ["SageAccountNumber"],
      `Account ${said(number)} in ${row.companyName} is linked to ${subjectOf(row)} here and also to ${names}.`,
      "One Sage account can be linked to one customer only: choose another account for all but one.",
      () => proposeOtherAccounts(row),
    );
  };
});

const proposeOtherAccounts = (row: RowView): Proposal[] => proposeMatches(row).map(({ label, set }) => ({ label, set }));

export const duplicateRules: readonly Rule[] = [repeatedKey];
