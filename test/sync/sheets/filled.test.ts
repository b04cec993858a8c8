import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { isBlankRow, isUnfilled, pushedColumns } from "../../../src/sync/sheets/filled";
import { paymentMethods } from "../../../src/sync/sheets/payment-methods";
import { subCompanies } from "../../../src/sync/sheets/sub-companies";
import { taxCodes } from "../../../src/sync/sheets/tax-codes";

describe("a row as the template made it waits to be filled in", () => {
  test("a customer without company and accounts is waiting, whether or not its site is there", () => {
    expect(isUnfilled(customerLinks, { CustomerId: "C1", CustomerName: "Northwick", Synced: "No" })).toBe(true);
    expect(isUnfilled(customerLinks, { CustomerId: "C1", SageSiteId: "S1", SageAccountNumber: " " })).toBe(true);
  });

  test.each([{ SageCompanyName: "Acme" }, { SageAccountNumber: "N1" }, { SageCustomerId: 7 }, { SageAccountNumber: { kind: "error", text: "#N/A" } as const }])("one choice made, %j, and it is no longer waiting", (choice) => {
    expect(isUnfilled(customerLinks, { CustomerId: "C1", ...choice })).toBe(false);
  });

  test("a row without its subject is not waiting but wrong", () => {
    expect(isUnfilled(customerLinks, { CustomerName: "Northwick" })).toBe(false);
  });

  test("sub-companies and rates wait for their company; a payment method may stay as it is", () => {
    expect(isUnfilled(subCompanies, { SubCompany: "North" })).toBe(true);
    expect(isUnfilled(taxCodes, { TaxRate: 20 })).toBe(true);
    expect(isUnfilled(taxCodes, { TaxRate: 20, SageCompanyName: "Acme" })).toBe(false);
    expect(isUnfilled(paymentMethods, { PaymentMethod: "Card", Enabled: "Yes" })).toBe(false);
  });

  test("a row with only our own columns is blank", () => {
    expect(isBlankRow(customerLinks, { CustomerId: "", Problem: "old", Result: "old" })).toBe(true);
    expect(isBlankRow(customerLinks, { CustomerName: "Northwick" })).toBe(false);
  });

  test("Synced and the customer's name are never pushed", () => {
    expect(pushedColumns(customerLinks).map(([header]) => header)).toEqual(["CustomerId", "SageCompanyName", "SageSiteId", "SageAccountNumber", "SageCustomerId"]);
  });
});
