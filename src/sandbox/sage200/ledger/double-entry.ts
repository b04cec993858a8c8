/** The nominal ledger's side of a transaction. */
import { debtorsControl, discountsAllowed, openingSuspense, vatControl, type LedgerCompany } from "./company";
import type { PostedEntry } from "./entry";
import type { NominalEntry } from "./transaction";

/** Debits positive, credits negative. They sum to nothing because a document's analysis adds up to the document. */
export const entriesOf = (posted: PostedEntry, company: LedgerCompany): NominalEntry[] => {
  const owed: NominalEntry = { code: debtorsControl, value: posted.goods + posted.tax, narrative: "" };
  switch (posted.type) {
    case "invoice":
    case "credit-note":
      return [
        owed,
        ...posted.nominalItems.map(({ code, value, narrative }) => ({ code, value: credit(value), narrative })),
        ...(posted.tax === 0 ? [] : [{ code: vatControl, value: credit(posted.tax), narrative: "" }]),
      ];
    case "receipt":
    case "refund": {
      if (posted.bank === null) throw new Error(`Transaction ${posted.urn} moves money and names no bank.`);
      const bank = company.bank(posted.bank.bankId);
      if (bank === undefined) throw new Error(`${company.name} has no bank with id ${posted.bank.bankId}.`);
      const { discount = 0 } = posted;
      return [owed, { code: bank.code, value: posted.bank.value, narrative: "" }, ...(discount === 0 ? [] : [{ code: discountsAllowed, value: discount, narrative: "" }])];
    }
    case "opening-invoice":
    case "opening-credit-note":
      return [owed, { code: openingSuspense, value: credit(owed.value), narrative: "" }];
  }
};

const credit = (value: number): number => (value === 0 ? 0 : -value);
