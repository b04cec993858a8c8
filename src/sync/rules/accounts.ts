/** The Sage account: it exists in the row's company, is in use, and both ids name the same one. */
import { proposeAccounts } from "./account-candidates";
import { companyCells, isUnknown } from "./companies";
import { error, fine, referenceRule, said, several, warning, type Proposal, type Rule } from "./rule";
import type { RowView } from "./row-view";

type AccountColumn = { readonly header: "SageAccountNumber" | "SageCustomerId"; readonly by: "reference" | "id"; readonly words: string };
const accountColumns: readonly AccountColumn[] = [
  { header: "SageAccountNumber", by: "reference", words: "account" },
  { header: "SageCustomerId", by: "id", words: "customer id" },
];

/** The other of the two ids, where that one is right. */
const proposePartner = (row: RowView, { header }: AccountColumn): Proposal[] => {
  const account = header === "SageCustomerId" ? row.accountByNumber : row.accountById;
  if (!account) return [];
  return header === "SageCustomerId"
    ? [{ label: `Use ${account.id}, the id of ${account.reference} ${account.name}`, set: { SageCustomerId: account.id } }]
    : [{ label: `Use ${account.reference} ${account.name}, the account with id ${account.id}`, set: { SageAccountNumber: account.reference } }];
};

const elsewhere = (row: RowView, { header, by }: AccountColumn): readonly string[] =>
  row.companyName ? row.index.companiesWithAccount(by, row.value(header)).filter((name) => name !== row.companyName) : [];

const unknownAccount = (column: AccountColumn): Rule =>
  referenceRule("unknown-account", ["accounts"], (row) => {
    const { header, words } = column;
    const reading = row.reading(header);
    if (!isUnknown(row, header) || elsewhere(row, column).length > 0) return fine;
    const place = row.companyName || "any Sage company";
    return error([header], `There is no ${words} ${said(reading.shown)} in ${place}.`, "Choose an account that exists, or create it in Sage first.", () => [
      ...proposePartner(row, column),
      ...proposeAccounts(row),
    ]);
  });

/** Each Sage company numbers its accounts by itself, so the company is as likely to be wrong as the account. */
const accountInOtherCompany = (column: AccountColumn): Rule =>
  referenceRule("account-in-other-company", ["accounts"], (row) => {
    const { header, words } = column;
    const reading = row.reading(header);
    if (!isUnknown(row, header)) return fine;
    const others = elsewhere(row, column);
    if (others.length === 0) return fine;
    return error(
      [header, "SageCompanyName"],
      `There is no ${words} ${said(reading.shown)} in ${row.companyName}, but there is one in ${several(others)}.`,
      `Choose an account of ${row.companyName}, or the other company.`,
      () => [
        ...proposePartner(row, column),
        ...others.slice(0, 2).map((name) => ({ label: `Use the company ${name}`, set: companyCells(row, name) })),
        ...proposeAccounts(row),
      ],
    );
  });

/** With both ids given they must be the same account's. Source: choice 14.21. */
export const idsDisagree = referenceRule("ids-disagree", ["accounts"], (row) => {
  const [byNumber, byId] = [row.accountByNumber, row.accountById];
  if (!byNumber || !byId || byNumber.id === byId.id) return fine;
  return error(
    ["SageAccountNumber", "SageCustomerId"],
    `Account number ${said(byNumber.reference)} is ${byNumber.name}, but customer id ${said(byId.id)} is ${byId.reference} ${byId.name}.`,
    "Keep the one that is right; the other is filled in from it.",
    () => [
      { label: `Keep ${byNumber.reference} ${byNumber.name}`, set: { SageCustomerId: byNumber.id } },
      { label: `Keep ${byId.reference} ${byId.name}`, set: { SageAccountNumber: byId.reference } },
    ],
  );
});

/** Sage hides accounts that are closed. Nothing forbids posting to one, but it is seldom meant. */
export const hiddenAccount = referenceRule("hidden-account", ["accounts"], (row) => {
  const { account } = row;
  return account?.status === "hidden"
    ? warning(
        [row.accountByNumber ? "SageAccountNumber" : "SageCustomerId"],
        `Account ${said(account.reference)} ${account.name} is hidden in ${account.companyName}: it is closed or no longer used.`,
        "Choose the account in use, or leave it if this is meant.",
        () => proposeAccounts(row),
      )
    : fine;
});

export const accountRules: readonly Rule[] = [...accountColumns.map(unknownAccount), ...accountColumns.map(accountInOtherCompany), idsDisagree, hiddenAccount];
