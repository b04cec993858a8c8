/** Whether a receipt or a sales payment (a refund, in Sage's words) may be posted, and what is then posted. */
import type { PlainDate } from "../../../sync/model/dates";
import { refused, type Refused } from "../../odata/refused";
import type { LedgerCompany } from "./company";
import { judgeAccount, type Judged } from "./judge-document";
import type { CashRequest, LedgerRules } from "./request";

/** A receipt of negative value takes money from the bank and is owed by the customer again. Whether Sage takes one is not documented, hence the rule that switches it. */
export const judgeCash = (type: "receipt" | "refund", request: CashRequest, today: PlainDate, company: LedgerCompany, rules: LedgerRules): Judged | Refused => {
  const date = request.date ?? today;
  const wrong = judgeAccount(request, date, company, rules);
  if (wrong !== null) return wrong;
  if (company.bank(request.bankId) === undefined) return refused(`The bank with id ${request.bankId} does not exist.`);
  if (request.value === 0) return refused("The cheque value cannot be zero.");
  if (request.value < 0 && (type === "refund" || rules.refuseNegativeReceipts)) return refused("The cheque value cannot be negative.");
  const { discount = 0 } = request;
  if (discount < 0 || (discount > 0 && (type === "refund" || request.value < 0))) return refused("The settlement discount value is only for receipts and cannot be negative.");
  const moneyIn = type === "receipt" ? request.value : -request.value;
  return {
    type,
    customerId: request.customerId,
    date,
    postedDate: today,
    dueDate: date,
    reference: request.reference ?? "",
    secondReference: request.secondReference ?? "",
    goods: -(moneyIn + discount),
    tax: 0,
    taxItems: [],
    nominalItems: [],
    bank: { bankId: request.bankId, value: moneyIn },
    ...(discount === 0 ? {} : { discount }),
    ...(request.user === undefined ? {} : { user: request.user }),
  };
};
