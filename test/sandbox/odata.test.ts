import fc from "fast-check";
import { Table } from "../../src/sandbox/odata/apply";
import { boolean, choice, datetime, decimal, entity, int, string, writerOf } from "../../src/sandbox/odata/entity";
import { parseFilter } from "../../src/sandbox/odata/parse";
import { predicateOf } from "../../src/sandbox/odata/predicate";
import { collectionQuery, singleQuery, type RawQuery } from "../../src/sandbox/odata/query";
import { isRefused } from "../../src/sandbox/odata/refused";

type Person = { id: number; name: string; pence: number; isOnHold: boolean; status: string; stamp: number; left: number | null };

const people = entity<Person>(
  "person",
  {
    id: int((row) => row.id),
    name: string(60, (row) => row.name),
    balance: decimal((row) => row.pence),
    on_hold: boolean((row) => row.isOnHold),
    status: choice(20, ["Active", "Hidden"], (row) => row.status),
    stamp: datetime((row) => row.stamp),
    left: datetime((row) => row.left),
  },
  { address: { fieldNames: new Set(["city"]), writer: (select) => () => JSON.stringify(select ?? "all") } },
);

const aPerson = (change: Partial<Person> = {}): Person => ({
  id: 7,
  name: "O'Neill & Sons Ltd",
  pence: 184_050,
  isOnHold: false,
  status: "Active",
  stamp: Date.parse("2026-02-11T16:03:00.733Z"),
  left: null,
  ...change,
});

const matches = (filter: string, row = aPerson()): boolean | string => {
  const parsed = parseFilter(filter);
  if (isRefused(parsed)) return parsed.refused;
  const test = predicateOf(parsed, people);
  return isRefused(test) ? test.refused : test(row);
};

describe("a filter finds what it says", () => {
  test.each([
    ["id eq 7", true],
    ["id ne 7", false],
    ["id gt 6 and id lt 8", true],
    ["id ge 8 or id le 6", false],
    ["balance eq 1840.5", true],
    ["balance lt -1", false],
    ["balance gt 1.8e3", true],
    ["name eq 'O''Neill & Sons Ltd'", true],
    ["name eq 'o''neill & sons ltd'", true],
    ["contains(name,'''Neill')", true],
    ["startswith(name,'O')", true],
    ["endswith(name, 'Limited')", false],
    ["status eq 'Active'", true],
    ["on_hold eq false", true],
    ["left eq null", true],
    ["stamp ne null", true],
    ["left gt 2020-01-01", false],
    ["stamp gt 2026-02-11", true],
    ["stamp ge 2026-02-11T16:03:00.733Z", true],
    ["stamp gt 2026-02-11T16:03:00.733Z", false],
    ["stamp lt 2026-02-11T16:03:00.7331Z", true],
    ["id eq 1 or id eq 7 and on_hold eq true", false],
    ["(id eq 1 or id eq 7) and on_hold eq false", true],
    ["  id   eq   7  ", true],
  ])("%s is %s", (filter, expected) => {
    expect(matches(filter)).toBe(expected);
  });
});

describe("a filter that Sage would not run is refused", () => {
  test.each([
    ["a quoted date", "stamp gt '2026-02-11'"],
    ["a time without Z", "stamp gt 2026-02-11T16:03:00"],
    ["a time with an offset", "stamp gt 2026-02-11T16:03:00+01:00"],
    ["a day that does not exist", "stamp gt 2026-02-30"],
    ["an hour that does not exist", "stamp gt 2026-02-11T25:00:00Z"],
    ["an unknown field", "nmae eq 'x'"],
    ["an unknown field within a function", "contains(nmae,'x')"],
    ["a number for a text field", "name eq 7"],
    ["text for a number field", "id eq '7'"],
    ["an unquoted enumeration value", "status eq Active"],
    ["an enumeration value that does not exist", "status eq 'Gone'"],
    ["text search in a number", "contains(id,'7')"],
    ["a string that is not closed", "name eq 'x"],
    ["a bracket that is not closed", "(id eq 7"],
    ["a bracket too many", "id eq 7)"],
    ["no comparison", "id"],
    ["no value", "id eq"],
    ["no operand", "id eq 7 and"],
    ["an undocumented operator", "not (id eq 7)"],
    ["a literal on the left", "7 eq id"],
    ["an operator in capitals", "id EQ 7"],
    ["a number run into letters", "id eq 7x"],
    ["nothing at all", ""],
    ["nesting without end", `${"(".repeat(60)}id eq 7${")".repeat(60)}`],
  ])("%s", (_what, filter) => {
    expect(typeof matches(filter)).toBe("string");
  });

  test("no text whatever makes the parser throw", () => {
    const pieces = fc.constantFrom("id", "name", "eq", "and", "or", "(", ")", "'", "''", ",", "contains", "2026-01-01", "T10:00Z", "null", "-1", "1e5", " ", "%", "é");
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 25 }), (words) => {
        const result = matches(words.join(" "));
        expect(["boolean", "string"]).toContain(typeof result);
      }),
    );
  });
});

describe("laws of the filter", () => {
  const person = fc.record({ id: fc.integer({ min: 0, max: 9 }), pence: fc.integer({ min: -500, max: 500 }), isOnHold: fc.boolean() }).map((change) => aPerson(change));

  test("any text can be looked for once its quotes are doubled", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        expect(matches(`name eq '${name.replaceAll("'", "''")}'`, aPerson({ name }))).toBe(true);
      }),
    );
  });

  test("and, or and brackets agree with the logic of whoever reads them", () => {
    type Tree = { text: string; holds: (row: Person) => boolean };
    const leaf: fc.Arbitrary<Tree> = fc.oneof(
      fc.integer({ min: 0, max: 9 }).map((id): Tree => ({ text: `id le ${id}`, holds: (row) => row.id <= id })),
      fc.integer({ min: -500, max: 500 }).map((pence): Tree => ({ text: `balance gt ${pence / 100}`, holds: (row) => row.pence > pence })),
      fc.boolean().map((held): Tree => ({ text: `on_hold eq ${held}`, holds: (row) => row.isOnHold === held })),
    );
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Tree => ({ text: `(${a.text}) and (${b.text})`, holds: (row) => a.holds(row) && b.holds(row) })),
        fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Tree => ({ text: `(${a.text}) or (${b.text})`, holds: (row) => a.holds(row) || b.holds(row) })),
      ),
    }));
    fc.assert(
      fc.property(tree, person, ({ text, holds }, row) => {
        expect(matches(text, row)).toBe(holds(row));
      }),
    );
  });

  test("pages put together are the whole, each record once, however many share a stamp", () => {
    const rows = fc.array(fc.record({ stamp: fc.integer({ min: 0, max: 3 }), id: fc.integer({ min: 0, max: 5000 }) }), { maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 7 }), (made, top) => {
        const unique = [...new Map(made.map((row) => [row.id, aPerson(row)])).values()];
        const table = new Table(people, () => unique);
        const seen: number[] = [];
        for (let skip = 0; ; skip += top) {
          const query = collectionQuery({ $orderby: "stamp desc,id", $top: String(top), $skip: String(skip) }, people);
          if (isRefused(query)) throw new Error(query.refused);
          const page = table.page(query);
          seen.push(...page.map((row) => row.id));
          if (page.length < top) break;
        }
        expect(seen).toEqual([...unique].sort((a, b) => b.stamp - a.stamp || a.id - b.id).map((row) => row.id));
      }),
    );
  });
});

describe("query options", () => {
  test.each<[string, RawQuery]>([
    ["an unknown field in $select", { $select: "id,nope" }],
    ["an unknown field in $orderby", { $orderby: "nope" }],
    ["an unknown child in $expand", { $expand: "nope" }],
    ["a child's field without $expand", { $select: "id,address.city" }],
    ["an unknown field of a child", { $expand: "address", $select: "address.nope" }],
    ["a child's child", { $expand: "address", $select: "address.city.x" }],
    ["a sort direction that does not exist", { $orderby: "id down" }],
    ["$skip without $orderby", { $skip: "5" }],
    ["$skip of 0 without $orderby", { $skip: "0" }],
    ["a negative $top", { $top: "-1" }],
    ["a $top above 5,000", { $top: "5001" }],
    ["a $top that is no number", { $top: "many" }],
    ["$count, whose answer nobody has described", { $count: "true" }],
    ["$metadata=true", { $metadata: "true" }],
    ["an option that does not exist", { $search: "x" }],
    ["an option given twice", { $top: ["1", "2"] }],
  ])("%s is refused", (_what, raw) => {
    expect(isRefused(collectionQuery(raw, people))).toBe(true);
  });

  test("a single record takes $select and $expand only", () => {
    expect(isRefused(singleQuery({ $select: "id", $expand: "address", $metadata: "false" }, people))).toBe(false);
    expect(isRefused(singleQuery({ $filter: "id eq 1" }, people))).toBe(true);
    expect(isRefused(singleQuery({ $top: "1" }, people))).toBe(true);
  });

  test("options without a $ are nobody's business", () => {
    expect(isRefused(collectionQuery({ cache: "no" }, people))).toBe(false);
  });
});

describe("a record as it is printed", () => {
  test("a stamp has no zone and no trailing zeros; money is a number; no child comes uninvited", () => {
    const stamps = ["2026-02-11T16:03:00.733Z", "2026-01-05T09:12:44.100Z", "2026-03-20T10:04:11.000Z", "2017-06-02T10:37:40.860Z"];
    const printed = stamps.map((stamp) => (JSON.parse(writerOf(people, null)(aPerson({ stamp: Date.parse(stamp) }))) as { stamp: string }).stamp);
    expect(printed).toEqual(["2026-02-11T16:03:00.733", "2026-01-05T09:12:44.1", "2026-03-20T10:04:11", "2017-06-02T10:37:40.86"]);
    expect(JSON.parse(writerOf(people, null)(aPerson()))).toEqual({
      id: 7,
      name: "O'Neill & Sons Ltd",
      balance: 1840.5,
      on_hold: false,
      status: "Active",
      stamp: "2026-02-11T16:03:00.733",
      left: null,
    });
    expect(JSON.parse(writerOf(people, ["name", "id"])(aPerson()))).toEqual({ id: 7, name: "O'Neill & Sons Ltd" });
  });
});
