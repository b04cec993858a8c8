import fc from "fast-check";
import { createCustomerMatcher, resembles } from "../../../src/sync/match/customers";
import { aCustomer, anAccount } from "../rules/build";

const northwick = aCustomer("C1", "Northwick Tools Ltd", { vatNumber: "GB 123 4567 89", postcode: "LS1 4AB", email: "accounts@northwick.co.uk", telephone: "0113 496 0001" });
const anAccountOf = (name: string, more = {}) => anAccount("A0000001", name, more);

describe("what speaks for one and the same company is said in words", () => {
  test.each<[string, Parameters<typeof anAccount>[2], readonly string[]]>([
    ["Northwick Tools Limited", {}, ["same name"]],
    ["Nortwick Tools", {}, [expect.stringMatching(/^name 9\d % alike$/) as unknown as string]],
    ["Other Name", { vatNumber: "123456789" }, ["same VAT number"]],
    ["Other Name", { telephone: "+44 (0)113 496 0001" }, ["same telephone number"]],
    ["Other Name", { email: "Bob@NORTHWICK.co.uk" }, ["same e-mail domain"]],
    ["Other Name", { postcode: "ls14ab" }, ["same postcode"]],
    ["Northwick Tools", { vatNumber: "987654321" }, ["same name", "VAT number differs"]],
    ["Northwick Tools", { postcode: "M1 1AA" }, ["same name", "postcode differs"]],
  ])("%s %j", (name, more, reasons) => {
    expect(resembles(northwick, anAccountOf(name, more)).reasons).toEqual(reasons);
  });

  test("a free-mail domain says nothing", () => {
    const customer = aCustomer("C1", "Northwick", { email: "bob@gmail.com" });
    expect(resembles(customer, anAccountOf("Other", { email: "al@gmail.com" }))).toMatchObject({ score: 0, isResemblance: false });
  });

  test("nothing known is nothing alike", () => {
    expect(resembles(aCustomer("C1", ""), anAccountOf(""))).toMatchObject({ score: 0, reasons: [] });
  });

  test("another VAT number weighs against everything else: sister companies share the rest", () => {
    const all = { postcode: "LS1 4AB", email: "x@northwick.co.uk", telephone: "01134960001" };
    const own = resembles(northwick, anAccountOf("Northwick Tools", all)).score;
    expect(resembles(northwick, anAccountOf("Northwick Tools", { ...all, vatNumber: "987654321" })).score).toBeLessThan(own / 1.9);
  });
});

describe("candidates", () => {
  const accounts = [
    anAccount("NORTH001", "Northwick Tools Limited", { vatNumber: "123456789" }),
    anAccount("NORTH002", "Northwick Tools (Spares) Ltd"),
    anAccount("SOUTH001", "Southgate Foods PLC", { telephone: "0113 496 0001" }),
    anAccount("GREEN001", "Green Door Company"),
  ];
  const matcher = createCustomerMatcher(accounts);

  test("come best first, with reasons, and only those worth a look", () => {
    expect(matcher.candidates(northwick, 5).map(({ account }) => account.reference)).toEqual(["NORTH001", "SOUTH001", "NORTH002"]);
  });

  test.each([["Nortwick Tools", "NORTH001"], ["North Wick Tools", "NORTH001"], ["Green Doors", "GREEN001"], ["Southgatte Foods", "SOUTH001"]])("%s finds %s in spite of its spelling", (name, reference) => {
    expect(matcher.candidates(aCustomer("C", name), 1)[0]?.account.reference).toBe(reference);
  });

  test("a clear best is chosen, with the next best beside it", () => {
    expect(matcher.suggest(northwick)).toMatchObject({ kind: "clear", chosen: { account: { reference: "NORTH001" } } });
  });

  test("of two that fit equally none is chosen, and both are named", () => {
    const twins = createCustomerMatcher([anAccount("N1", "Northwick Tools", { vatNumber: "123456789" }), anAccount("N2", "Northwick Tools", { vatNumber: "123456789" })]);
    expect(twins.suggest(northwick)).toMatchObject({ kind: "open", why: "N1 and N2 fit equally well.", others: [{}, {}] });
  });

  test("something weak is shown and not chosen; nothing is none", () => {
    expect(matcher.suggest(aCustomer("C", "Green Dooor")).kind).toBe("open");
    expect(matcher.suggest(aCustomer("C", "Zebra Consulting")).kind).toBe("none");
  });

  test("a name of common words only still finds its like", () => {
    const many = Array.from({ length: 600 }, (_, place) => anAccount(`D${place}`, `Direct ${["Alpha", "Beta", "Gamma"][place % 3]}${place}`));
    const others = Array.from({ length: 600 }, (_, place) => anAccount(`S${place}`, `Services Zone${place}`));
    const found = createCustomerMatcher([...many, ...others, anAccount("DS", "Direct Services")]).candidates(aCustomer("C", "Direct Services Ltd"), 1);
    expect(found[0]?.account.reference).toBe("DS");
  });

  test("no account that is not offered resembles the customer more than one that is", () => {
    const words = fc.constantFrom("north", "nort", "wick", "tools", "foods", "green", "door");
    const names = fc.array(words, { minLength: 1, maxLength: 3 }).map((list) => list.join(" "));
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 20 }), names, (accountNames, name) => {
        const listed = accountNames.map((one, place) => anAccount(`A${place}`, one));
        const customer = aCustomer("C", name);
        const offered = createCustomerMatcher(listed).candidates(customer, 1)[0]?.score ?? 0;
        const exact = Math.max(0, ...listed.map((account) => (resembles(customer, account).reasons.includes("same name") ? resembles(customer, account).score : 0)));
        expect(offered).toBeGreaterThanOrEqual(exact);
      }),
    );
  });
});
