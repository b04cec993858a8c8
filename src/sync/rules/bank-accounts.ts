/** The bank account a payment method pays into. `Acc - Code` must be the code of the bank account in Sage. */
import { isUnknown } from "./companies";
import { cellRule, error, fine, referenceRule, rowRule, said, several, warning, type Proposal, type Rule } from "./rule";
import type { RowView } from "./row-view";

const bank = "Acc - Code";

export const notAFlag = cellRule("not-yes-or-no", (column) => column.kind === "flag", (reading, _row, header) =>
  reading.known === false && reading.state !== "blank" && reading.state !== "error"
    ? error([header], `${header} is ${said(reading.shown)}, which is neither Yes nor No.`, "Write Yes or No.", () => ["Yes", "No"].map((value) => ({ label: `Use ${value}`, set: { [header]: value } })))
    : fine,
);

/** Yes in the row; where the row is silent, as The Layer has it. */
const isEnabled = (row: RowView): boolean => {
  const enabled = row.reading("Enabled");
  return enabled.state === "blank" ? (row.index.paymentMethods?.get(row.value("PaymentMethod"))?.isEnabled ?? false) : enabled.value === "Yes";
};

/** The companies the row speaks for: the one it names, or every one. */
const companiesOf = (row: RowView): readonly string[] => (row.companyName ? [row.companyName] : (row.index.companies?.codes() ?? []));

const lacking = (row: RowView, code: string): readonly string[] => companiesOf(row).filter((name) => row.index.banks?.in(name).get(code) === undefined);

const chooseBank = (row: RowView, code: string, why: string): Proposal => {
  const name = row.index.banks?.anywhere().get(code)?.name ?? "";
  return { label: `Use ${code}${name === "" ? "" : ` ${name}`}${why}`, set: { [bank]: code } };
};

/** The code The Layer has for the method, then codes spelt nearly so, as far as every company concerned has them. */
const proposeBanks = (row: RowView): Proposal[] => {
  const { banks, paymentMethods } = row.index;
  if (!banks) return [];
  const stored = paymentMethods?.get(row.value("PaymentMethod"))?.accCode ?? "";
  const { shown } = row.reading(bank);
  const near = shown === "" ? [] : banks.anywhere().nearest(shown, 4);
  const codes = [...new Set([stored, ...near])].filter((code) => code !== "" && lacking(row, code).length === 0);
  return codes.slice(0, 3).map((code) => chooseBank(row, code, code === stored ? ", as The Layer has it" : ""));
};

/** Payments by a method without a bank code would fail one by one. Source: choice 14.15, no silent default bank. */
export const bankNeeded = rowRule("bank-code-needed", (row) =>
  row.reading(bank).state === "blank" && isEnabled(row)
    ? error([bank], `${row.value("PaymentMethod") || "This method"} is enabled but has no bank code.`, "Enter the code of the bank account in Sage, or set Enabled to No.", () => [
        ...proposeBanks(row),
        { label: "Disable the method", set: { Enabled: "No" } },
      ])
    : fine,
);

export const unknownBank = referenceRule("unknown-bank", ["banks"], (row) => {
  const reading = row.reading(bank);
  if (!isUnknown(row, bank)) return fine;
  const place = row.companyName || "any Sage company";
  const others = row.companyName && row.index.banks?.anywhere().get(reading.value) !== undefined ? " It exists in another company." : "";
  return error([bank], `There is no bank account ${said(reading.shown)} in ${place}.${others}`, "Use the code of a bank account of that company in Sage.", () => proposeBanks(row));
});

/** A row without a company speaks for all of them. */
export const bankInEveryCompany = referenceRule("bank-not-in-every-company", ["banks", "companies"], (row) => {
  const reading = row.reading(bank);
  if (row.reading("SageCompanyName").state !== "blank" || reading.known !== true) return fine;
  const without = lacking(row, reading.value);
  if (without.length === 0) return fine;
  const having = companiesOf(row).filter((name) => !without.includes(name));
  return error(
    [bank, "SageCompanyName"],
    `The row is for every company, but bank account ${said(reading.value)} is missing in ${several(without, 5)}.`,
    "Name the company that this row is for, and add a row for each other company.",
    () => [...having.slice(0, 3).map((name) => ({ label: `Only for ${name}`, set: { SageCompanyName: name } })), ...proposeBanks(row)],
  );
});

export const hiddenBank = referenceRule("hidden-bank", ["banks"], (row) => {
  const code = row.value(bank);
  const hidden = code === "" ? [] : companiesOf(row).filter((name) => row.index.banks?.in(name).get(code)?.status === "hidden");
  return hidden.length > 0
    ? warning([bank], `Bank account ${said(code)} is hidden in ${several(hidden)}: it is closed or no longer used.`, "Choose the account in use, or leave it if this is meant.", () => proposeBanks(row))
    : fine;
});

export const bankRules: readonly Rule[] = [notAFlag, bankNeeded, unknownBank, bankInEveryCompany, hiddenBank];
