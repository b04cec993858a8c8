/** A ledger's items as if all were one customer's: the worst that a matrix could meet. */
import { sageAccountNumber } from "../../src/sync/model/ids";
import type { CustomerOpenItems } from "../../src/sync/match/receipts";
import type { Ledger } from "./ledger";

export const asOneCustomer = ({ customers }: Ledger): CustomerOpenItems => ({
  account: sageAccountNumber("ALL"),
  name: "Everybody",
  debits: customers.flatMap(({ debits }) => debits),
  credits: customers.flatMap(({ credits }) => credits),
  habits: null,
});
