import type { RowCells } from "../../../src/sync/model/cell";
import type { ReferenceData } from "../../../src/sync/rules/reference";
import { customerLinks } from "../../../src/sync/sheets/customer-links";
import { aCustomer, aLink, anAccount, anotherLink, aStoredLink, check, codes, dublin, fixesOf, leeds, world } from "./build";

const withLinks = (...links: ReturnType<typeof aStoredLink>[]): ReferenceData => ({ ...world, links });
const only = (cells: RowCells, reference: ReferenceData = world) => check(customerLinks, [aLink(cells)], reference);

describe("what must be there", () => {
  test.each(["SageCompanyName", "CustomerId"])("%s is mandatory", (header) => {
    const problem = only({ [header]: null }).find((one) => one.code === "mandatory");
    expect(problem).toMatchObject({ severity: "error", columns: [header], cause: expect.stringContaining(header) });
  });

  test("a blank site is filled in from the company, for all rows alike", () => {
    const problems = only({ SageSiteId: " " });
    expect(codes(problems)).toEqual(["error mandatory"]);
    expect(fixesOf(problems[0])).toEqual([{ SageSiteId: leeds }]);
    expect(problems[0]?.fixes[0]?.group?.id).toBe("site-of-company");
  });

  test("a blank customer id is offered from the customer's name", () => {
    expect(fixesOf(only({ CustomerId: null }).find((one) => one.code === "mandatory"))).toEqual([{ CustomerId: "C100" }]);
  });

  test("a blank company is offered where one company alone has the account", () => {
    const [problem] = check(customerLinks, [aLink({ CustomerId: "C300", CustomerName: null, SageCompanyName: null, SageSiteId: null, SageAccountNumber: "DUB00001" })]);
    expect(fixesOf(problem)).toEqual([{ SageCompanyName: "Acme Ireland", SageSiteId: dublin }]);
  });

  test("neither account number nor id: both cells are marked, and likely accounts offered with reasons", () => {
    const problems = only({ SageAccountNumber: null });
    expect(codes(problems)).toEqual(["error some-sage-identifier"]);
    expect(problems[0]).toMatchObject({ columns: ["SageAccountNumber", "SageCustomerId"], cause: expect.stringContaining("C100") });
    expect(problems[0]?.fixes[0]?.label).toBe("Use NORTH001 Northwick Tools Ltd: same VAT number; same name; same postcode");
    expect(fixesOf(problems[0])[0]).toEqual({ SageAccountNumber: "NORTH001" });
  });

  test.each([{ SageAccountNumber: "NORTH001" }, { SageAccountNumber: null, SageCustomerId: "27006" }, { SageCustomerId: "27006" }])("one of the two ids is enough, and both may be given: %j", (cells) => {
    expect(only(cells)).toEqual([]);
  });

  test("a blank row is no row", () => {
    expect(check(customerLinks, [{ CustomerId: " ", Problem: "from last time" }])).toEqual([]);
  });
});

describe("the customer", () => {
  test("an unknown id is named, and found again by the name beside it", () => {
    const problems = only({ CustomerId: "X9" });
    expect(codes(problems)).toEqual(["error unknown-customer"]);
    expect(problems[0]?.cause).toContain("“X9”");
    expect(fixesOf(problems[0])).toEqual([{ CustomerId: "C100" }]);
  });

  test("a name that two customers bear finds neither", () => {
    const reference = { ...world, customers: [...world.customers, aCustomer("D1", "northwick  tools")] };
    expect(only({ CustomerId: "X9" }, reference)[0]?.fixes).toEqual([]);
  });

  test("an id spelt nearly so is offered with its name", () => {
    const [problem] = only({ CustomerId: "C10O0", CustomerName: null });
    expect(problem?.fixes.map((fix) => fix.label)).toContain("Use C100 Northwick Tools: nearest id");
  });

  test("another name than The Layer's is said, and changes nothing", () => {
    const problems = only({ CustomerName: "Northwick Spanners" });
    expect(codes(problems)).toEqual(["info customer-name-differs"]);
    expect(fixesOf(problems[0])).toEqual([{ CustomerName: "Northwick Tools" }]);
    expect(only({ CustomerName: "NORTHWICK tools " }).filter((one) => one.code === "customer-name-differs")).toEqual([]);
  });
});

describe("the Sage company and its site", () => {
  test("an unknown company is named, with those spelt nearly so, one fix for all rows that say the same", () => {
    const problems = check(customerLinks, [aLink({ SageCompanyName: "Acme UKK" }), anotherLink({ SageCompanyName: "Acme UKK" })]);
    expect(codes(problems)).toEqual(["error unknown-company", "error unknown-company"]);
    expect(fixesOf(problems[0])[0]).toEqual({ SageCompanyName: "Acme UK" });
    expect(problems[0]?.fixes[0]?.group).toEqual(problems[1]?.fixes[0]?.group);
  });

  test("a company without the row's account is not offered", () => {
    const [problem] = only({ SageCompanyName: "Acme Irelan", SageAccountNumber: "SOUTH002", CustomerId: "C200", CustomerName: null, SageSiteId: leeds });
    expect(problem).toMatchObject({ code: "unknown-company" });
    expect(fixesOf(problem)).not.toContainEqual(expect.objectContaining({ SageCompanyName: "Acme Ireland" }));
    expect(fixesOf(problem)).toContainEqual({ SageCompanyName: "Acme UK" });
  });

  test("an unknown site is replaced by the company's own", () => {
    const problems = only({ SageSiteId: "33333333-0000-4000-8000-00000000000c" });
    expect(codes(problems)).toEqual(["error unknown-site"]);
    expect(fixesOf(problems[0])).toEqual([{ SageSiteId: leeds }]);
  });

  test("a site's name for its id is understood", () => {
    expect(fixesOf(only({ SageSiteId: "Leeds" })[0])).toEqual([{ SageSiteId: leeds }]);
  });

  test("another company's site is said, with what it does hold", () => {
    const problems = only({ SageSiteId: dublin });
    expect(codes(problems)).toEqual(["error site-not-of-company"]);
    expect(problems[0]?.cause).toContain("it holds Acme Ireland");
    expect(fixesOf(problems[0])[0]).toEqual({ SageSiteId: leeds });
  });

  test("two sites with a company of one name: either site will do", () => {
    const reference = { ...world, companies: [...world.companies, { name: "Acme UK", siteId: dublin, companyId: "9", siteName: "Dublin" }] };
    expect(only({ SageSiteId: dublin }, reference)).toEqual([]);
    const [problem] = only({ SageSiteId: null }, reference);
    expect(fixesOf(problem)).toEqual([{ SageSiteId: leeds }, { SageSiteId: dublin }]);
    expect(problem?.fixes[0]?.group).toBeUndefined();
  });
});

describe("the Sage account", () => {
  test("an unknown account is named, with accounts that resemble the customer and those spelt nearly so", () => {
    const problems = only({ SageAccountNumber: "NORTH009" });
    expect(codes(problems)).toEqual(["error unknown-account"]);
    expect(problems[0]?.cause).toBe("There is no account “NORTH009” in Acme UK.");
    expect(fixesOf(problems[0])[0]).toEqual({ SageAccountNumber: "NORTH001" });
  });

  test("an account of another company is said to be there", () => {
    const problems = check(customerLinks, [aLink({ CustomerId: "C300", CustomerName: null, SageAccountNumber: "DUB00001" })]);
    expect(codes(problems)).toEqual(["error account-in-other-company"]);
    expect(problems[0]?.cause).toContain("there is one in Acme Ireland");
    expect(fixesOf(problems[0])[0]).toEqual({ SageCompanyName: "Acme Ireland", SageSiteId: dublin });
  });

  test("an unknown Sage id beside a good account number is replaced by the right one", () => {
    const problems = only({ SageCustomerId: "99999" });
    expect(codes(problems)).toEqual(["error unknown-account"]);
    expect(fixesOf(problems[0])[0]).toEqual({ SageCustomerId: "27006" });
  });

  test("a good Sage id beside an unknown account number gives the number", () => {
    expect(fixesOf(only({ SageAccountNumber: "QQQ", SageCustomerId: "27006" })[0])[0]).toEqual({ SageAccountNumber: "NORTH001" });
  });

  test("ids of two accounts: both are named, either may be kept", () => {
    const problems = only({ SageCustomerId: "27007" });
    expect(codes(problems)).toEqual(["error ids-disagree"]);
    expect(problems[0]?.cause).toBe("Account number “NORTH001” is Northwick Tools Ltd, but customer id “27007” is SOUTH002 Southgate Foods PLC.");
    expect(fixesOf(problems[0])).toEqual([{ SageCustomerId: "27006" }, { SageAccountNumber: "SOUTH002" }]);
  });

  test("a hidden account is a warning: it can be linked", () => {
    expect(codes(only({ SageAccountNumber: "CLOSED01" }))).toEqual(["warning hidden-account"]);
  });

  test("an id is the account of its own company, not of another with the same number", () => {
    expect(check(customerLinks, [aLink({ SageCompanyName: "Acme Ireland", SageSiteId: dublin })])).toEqual([]);
    expect(codes(check(customerLinks, [aLink({ SageCompanyName: "Acme Ireland", SageSiteId: dublin, SageCustomerId: "27006" })]))).toEqual(["error account-in-other-company"]);
  });
});

describe("links that exist", () => {
  test.each([
    ["by number", aStoredLink("C100", "NORTH001")],
    ["by id only", aStoredLink("C100", "", { sageCustomerId: "27006" })],
    ["by both", aStoredLink("C100", "NORTH001", { sageCustomerId: "27006" })],
    ["that name no account", aStoredLink("C100", "")],
  ])("the same link stored %s is no problem", (_how, link) => {
    expect(only({}, withLinks(link))).toEqual([]);
  });

  test("a customer linked to another account keeps it", () => {
    const problems = only({ SageCustomerId: "27006" }, withLinks(aStoredLink("C100", "SOUTH002", { sageCustomerId: "27007" })));
    expect(codes(problems)).toEqual(["error customer-already-linked"]);
    expect(problems[0]?.cause).toContain("already linked to SOUTH002 in Acme UK, not to NORTH001");
    expect(fixesOf(problems[0])).toEqual([{ SageAccountNumber: "SOUTH002", SageCustomerId: "27007" }]);
  });

  test("a link stored by Sage's id only is as good", () => {
    const problems = only({}, withLinks(aStoredLink("C100", "", { sageCustomerId: "27007" })));
    expect(codes(problems)).toEqual(["error customer-already-linked"]);
    expect(fixesOf(problems[0])).toEqual([{ SageAccountNumber: null, SageCustomerId: "27007" }]);
  });

  test("an account linked to another customer names that customer", () => {
    const problems = only({}, withLinks(aStoredLink("C400", "NORTH001")));
    expect(codes(problems)).toEqual(["error account-already-linked"]);
    expect(problems[0]?.cause).toContain("customer C400 Nobody Like It");
  });

  test("the account is known by either id", () => {
    expect(codes(only({ SageAccountNumber: null, SageCustomerId: "27006" }, withLinks(aStoredLink("C400", "NORTH001"))))).toEqual(["error account-already-linked"]);
    expect(codes(only({}, withLinks(aStoredLink("C400", "", { sageCustomerId: "27006" }))))).toEqual(["error account-already-linked"]);
  });

  test("an account that is linked already is not offered", () => {
    const reference = { ...withLinks(aStoredLink("C400", "NORTH001")), accounts: [...world.accounts, anAccount("NORTH002", "Northwick Tools (Spares)", { id: "3" })] };
    const offered = fixesOf(only({ SageAccountNumber: null }, reference)[0]);
    expect(offered).toEqual([{ SageAccountNumber: "NORTH002" }]);
  });

  test("the same account number in another company is another account", () => {
    expect(only({}, withLinks(aStoredLink("C400", "NORTH001", { companyName: "Acme Ireland" })))).toEqual([]);
  });
});

describe("what the table holds twice", () => {
  test.each(["C100", "c100", " C100", "C\u200b100", "СI00"])("customer C100 again as %j is a repeated row", (again) => {
    const problems = check(customerLinks, [aLink(), aLink({ CustomerId: again, CustomerName: null, SageAccountNumber: "SOUTH002" })]).filter((one) => one.code === "repeated-key");
    expect(problems.map((one) => [one.severity, one.columns])).toEqual([["error", ["CustomerId", "SageCompanyName"]], ["error", ["CustomerId", "SageCompanyName"]]]);
    expect(problems[0]?.cause).toBe("There are 2 rows for customer C100 in Acme UK.");
  });

  test("a row that repeats another whole can be cleared, the first cannot", () => {
    const problems = check(customerLinks, [aLink(), aLink()]);
    expect(problems.map((one) => one.fixes.length)).toEqual([0, 1]);
    expect(new Set(Object.values(fixesOf(problems[1])[0] ?? {}))).toEqual(new Set([null]));
  });

  test("ids that only look alike are a warning where no list tells them apart, and nothing where one does", () => {
    const rows = [aLink({ CustomerId: "A1O" }), aLink({ CustomerId: "A10", SageAccountNumber: "SOUTH002" })];
    expect(codes(check(customerLinks, rows, {}))).toEqual(["warning repeated-key", "warning repeated-key"]);
    const reference = { ...world, customers: [aCustomer("A1O", "Northwick Tools"), aCustomer("A10", "Northwick Tools")] };
    expect(check(customerLinks, rows, reference)).toEqual([]);
  });

  test("the same customer in two companies is two links", () => {
    expect(check(customerLinks, [aLink(), aLink({ SageCompanyName: "Acme Ireland", SageSiteId: dublin })])).toEqual([]);
  });

  test("one account for two customers: each row names the other", () => {
    const problems = check(customerLinks, [aLink(), anotherLink({ SageAccountNumber: null, SageCustomerId: "27006" })]);
    expect(codes(problems)).toEqual(["error account-for-two-customers", "error account-for-two-customers"]);
    expect(problems.map((one) => one.cause)).toEqual([expect.stringContaining("also to C200"), expect.stringContaining("also to C100")]);
    expect(fixesOf(problems[1])[0]).toEqual({ SageAccountNumber: "SOUTH002", SageCustomerId: "27007" });
  });

  test("one account for two customers is seen without a list of accounts", () => {
    expect(codes(check(customerLinks, [aLink(), anotherLink({ SageAccountNumber: "north001" })], {}))).toEqual(["error account-for-two-customers", "error account-for-two-customers"]);
  });
});

describe("rows not filled in yet", () => {
  const template = { CustomerId: "C100", CustomerName: "Northwick Tools", SageCompanyName: null, SageSiteId: null, SageAccountNumber: null, SageCustomerId: null, Synced: "No" };

  test("one piece of advice, with likely accounts whole: company, site and number", () => {
    const problems = check(customerLinks, [template]);
    expect(codes(problems)).toEqual(["info not-linked-yet"]);
    expect(fixesOf(problems[0])[0]).toEqual({ SageCompanyName: "Acme UK", SageSiteId: leeds, SageAccountNumber: "NORTH001" });
    expect(problems[0]?.fixes[0]?.group?.id).toBe("certain-match");
  });

  test("a mistake in the customer's id is said all the same", () => {
    expect(codes(check(customerLinks, [{ ...template, CustomerId: 42, CustomerName: null }]))).toEqual(["info not-linked-yet", "error lost-zeros"]);
  });

  test("two customers alike leave the choice to a person", () => {
    const reference = { ...world, accounts: [...world.accounts, anAccount("NORTH003", "Northwick Tools", { id: "4", vatNumber: "123456789", postcode: "LS14AB" })] };
    const [problem] = check(customerLinks, [template], reference);
    expect(problem?.fixes.length).toBe(2);
    expect(problem?.fixes.map((fix) => fix.group)).toEqual([undefined, undefined]);
  });
});

describe("what was not fetched is not judged", () => {
  test("without reference data only the row itself is", () => {
    expect(check(customerLinks, [aLink({ CustomerId: "X", SageCompanyName: "Y", SageSiteId: "Z", SageAccountNumber: "Q" })], {})).toEqual([]);
  });

  test("companies without accounts: the company is judged and the account is not", () => {
    expect(codes(only({ SageCompanyName: "Nowhere", SageAccountNumber: "QQQ" }, { companies: world.companies }))).toEqual(["error unknown-company"]);
  });

  test("a company without any account has none, which is not the same as not fetched", () => {
    expect(codes(check(customerLinks, [aLink({ SageCompanyName: "Gamma", SageSiteId: leeds })], { ...world, companies: [...world.companies, { name: "Gamma", siteId: leeds, companyId: "8", siteName: "Leeds" }] }))).toEqual([
      "error account-in-other-company",
    ]);
  });
});
