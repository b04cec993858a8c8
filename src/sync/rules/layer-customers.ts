/** The customer as The Layer knows it. */
import { folded } from "../model/spelling";
import { isUnknown } from "./companies";
import { error, fine, info, referenceRule, said, type Proposal, type Rule } from "./rule";
import type { LayerCustomerRef } from "./reference";
import type { RowView } from "./row-view";

const chooseCustomer = (customer: LayerCustomerRef, why: string): Proposal => ({ label: `Use ${customer.id} ${customer.name}${why}`, set: { CustomerId: customer.id } });

/** The one customer of the name in the row, then ids spelt nearly so. */
export const proposeCustomers = (row: RowView): Proposal[] => {
  const { index } = row;
  const name = row.value("CustomerName");
  const named = name === "" ? [] : index.customersNamed(name);
  const byName = named.length === 1 ? named.map((customer) => chooseCustomer(customer, ": same name")) : [];
  const { shown } = row.reading("CustomerId");
  const near = shown === "" ? [] : (index.customers?.nearest(shown, 3) ?? []);
  const bySpelling = near
    .map((id) => index.customers?.get(id))
    .filter((customer) => customer !== undefined)
    .filter((customer) => !named.includes(customer))
    .map((customer) => chooseCustomer(customer, ": nearest id"));
  return [...byName, ...bySpelling];
};

export const unknownCustomer = referenceRule("unknown-customer", ["customers"], (row) => {
  const reading = row.reading("CustomerId");
  return isUnknown(row, "CustomerId")
    ? error(["CustomerId"], `The Layer has no customer ${said(reading.shown)}.`, "Correct the id, or add the customer in The Layer first.", () => proposeCustomers(row))
    : fine;
});

/** The name is not read on push; a different one may mean that the id is another customer's. */
export const customerNameDiffers = referenceRule("customer-name-differs", ["customers"], (row) => {
  const { customer } = row;
  const name = row.value("CustomerName");
  if (!customer || name === "" || name === customer.name || folded(name) === folded(customer.name)) return fine;
  return info(
    ["CustomerName"],
    `The Layer calls customer ${customer.id} ${said(customer.name)}, not ${said(name)}.`,
    "Make sure that the id is right. The name itself is not pushed.",
    () => [
      {
        label: `Use the name ${customer.name}`,
        set: { CustomerName: customer.name },
        group: { id: "customer-name-differs", label: "Use The Layer's customer names" },
      },
    ],
  );
});

export const layerCustomerRules: readonly Rule[] = [unknownCustomer, customerNameDiffers];
