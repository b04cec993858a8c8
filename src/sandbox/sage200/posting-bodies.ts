/** The bodies of postings and allocations, field for field as Sage describes them. */
import { z } from "zod";
import { day, money, notKept, only, readOnly, recordId, text } from "./bodies";
import type { AllocationRequest, CashRequest, LinedRequest } from "./ledger";
import { sterling } from "./reference-data";

/** Widths of references are the ledger's to judge: it knows which field it is about either way. */
const common = {
  customer_id: recordId,
  transaction_date: day.optional(),
  exchange_rate: only(1),
  reference: z.string().optional(),
  second_reference: z.string().optional(),
};

const nominalItem = z.strictObject({
  code: z.string().optional(),
  cost_centre: z.string().optional(),
  department: z.string().optional(),
  narrative: z.string().optional(),
  value: money.optional(),
  ...notKept("transaction_analysis_code"),
});
const taxItem = z.strictObject({ id: recordId.optional(), goods_amount: money.optional(), tax_amount: money.optional(), discount_amount: only(0), tax_discount_amount: only(0) });

const lined = {
  ...common,
  document_goods_value: money.default(0),
  document_tax_value: money.default(0),
  document_discount_value: only(0),
  document_tax_discount_value: only(0),
  discount_percent: only(0),
  discount_days: only(0),
  settled_immediately: only(false),
  triangular_transaction: only(false),
  tax_analysis_items: z.array(taxItem).optional(),
  nominal_analysis_items: z.array(nominalItem).optional(),
  ...readOnly("is_eu_trader"),
};

const creditNoteShape = z.strictObject(lined);
type LinedBody = z.infer<typeof creditNoteShape> & { readonly due_date?: LinedRequest["dueDate"] };

const linedRequest = (body: LinedBody): LinedRequest => ({
  customerId: body.customer_id,
  date: body.transaction_date,
  dueDate: body.due_date,
  reference: body.reference,
  secondReference: body.second_reference,
  goods: body.document_goods_value,
  tax: body.document_tax_value,
  taxItems: body.tax_analysis_items?.map((item) => ({ taxCodeId: item.id, goods: item.goods_amount, tax: item.tax_amount })),
  nominalItems: body.nominal_analysis_items?.map((item) => ({
    code: item.code,
    value: item.value,
    narrative: item.narrative,
    costCentre: item.cost_centre,
    department: item.department,
  })),
});

export const creditNoteBody = creditNoteShape.transform(linedRequest);
export const invoiceBody = z.strictObject({ ...lined, due_date: day.optional() }).transform(linedRequest);

/** Of receipts and of sales payments. The nominal lines that both can have are for bank charges. */
export const cashBody = z
  .strictObject({
    ...common,
    bank_id: recordId,
    cheque_value: money,
    cheque_currency_id: only(sterling.id),
    bank_exchange_rate: only(1),
    cheque_exchange_rate: only(1),
    settlement_discount_value: money.optional(),
    ...notKept("customer_cheque_value", "nominal_analysis_items"),
  })
  .transform(
    (body): CashRequest => ({
      customerId: body.customer_id,
      date: body.transaction_date,
      reference: body.reference,
      secondReference: body.second_reference,
      bankId: body.bank_id,
      value: body.cheque_value,
      discount: body.settlement_discount_value,
    }),
  );

export const allocationBody = z
  .strictObject({
    customer_id: recordId,
    allocation_date: day.optional(),
    allocation_lines: z.array(z.strictObject({ posted_tran_id: recordId, value_to_allocate: money })),
  })
  .transform(
    (body): AllocationRequest => ({
      customerId: body.customer_id,
      date: body.allocation_date,
      lines: body.allocation_lines.map((line) => ({ transactionId: line.posted_tran_id, value: line.value_to_allocate })),
    }),
  );

export const queriedBody = z.strictObject({ queried: text(1) });
export const dateValidationBody = z.strictObject({ date: day, ledger_type: z.literal("LedgerSales") });
