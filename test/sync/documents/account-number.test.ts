import fc from "fast-check";
import { newAccountNumber } from "../../../src/sync/documents/account-number";

describe("the account number of a new customer", () => {
  test("is the same for the same customer for ever, so that a lost database cannot make a second account", () => {
    const customer = { id: "000402", name: "Northwick Tools Ltd" };
    const first = newAccountNumber(customer, () => false);
    expect(first).toMatch(/^NORTH\d{3}$/);
    expect(newAccountNumber(customer, () => false)).toBe(first);
  });

  test("is at most eight plain characters and never one that is taken, whatever the name", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 0, max: 40 }), (id, name, others) => {
        const taken = new Set<string>();
        for (let n = 0; n <= others; n += 1) {
          const number = newAccountNumber({ id, name }, (one) => taken.has(one));
          expect(number).toMatch(/^[A-Z0-9]{1,8}$/);
          expect(taken.has(number)).toBe(false);
          taken.add(number);
        }
      }),
    );
  });
});
