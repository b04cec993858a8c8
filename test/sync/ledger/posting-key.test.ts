import fc from "fast-check";
import { postingKey } from "../../../src/sync/ledger/posting-key";

const document = fc.record({
  tenant: fc.string(),
  company: fc.string(),
  kind: fc.constantFrom("invoice" as const, "receipt" as const, "refund" as const),
  id: fc.string(),
  revision: fc.nat(9),
});

describe("the posting key", () => {
  test("fits Sage 200's second reference and is the same for the same document", () => {
    fc.assert(
      fc.property(document, (one) => {
        expect(postingKey(one)).toMatch(/^T[A-Z]-[0-9A-HJKMNP-TV-Z]{17}$/);
        expect(postingKey({ ...one })).toBe(postingKey(one));
      }),
    );
  });

  test("differs where any part of what it stands for differs", () => {
    const one = { tenant: "t", company: "3", kind: "invoice", id: "INV-1", revision: 0 } as const;
    const others = [{ ...one, tenant: "u" }, { ...one, company: "4" }, { ...one, kind: "receipt" as const }, { ...one, id: "INV-2" }, { ...one, revision: 1 }];
    expect(new Set([one, ...others].map(postingKey)).size).toBe(6);
    expect(postingKey({ ...one, tenant: "ab", company: "c" })).not.toBe(postingKey({ ...one, tenant: "a", company: "bc" }));
  });
});
