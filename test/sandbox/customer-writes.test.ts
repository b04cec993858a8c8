import { aSandbox, closeAll, sageReader, sageWriter } from "./clients";

afterEach(closeAll);

const name = "Northwick Tools Ltd";

const priya = {
  first_name: "Priya",
  last_name: "Nair",
  emails: [{ email: "priya@quayside.example", is_default: true }],
  telephones: [{ country_code: "44", area_code: "191", subscriber_number: "4980001", is_default: true }],
};
const aCustomer = (change: object = {}) => ({
  reference: "QUAYS901",
  name: "Quayside Lanterns Ltd",
  vat_number: "GB123456782",
  telephone_country_code: "44",
  telephone_area_code: "191",
  telephone_subscriber_number: "4980000",
  fax_area_code: "191",
  fax_subscriber_number: "4980009",
  website: "www.quayside.example",
  contacts: [priya, { first_name: "Tom", last_name: "Ashworth" }],
  ...change,
});

const aWriter = async () => {
  const sandbox = await aSandbox();
  return { sandbox, write: await sageWriter(sandbox), read: await sageReader(sandbox) };
};

describe("creating a customer", () => {
  test("it is answered whole without its children, and found with its contacts, e-mails and telephones", async () => {
    const { write, read } = await aWriter();
    const made = await write("POST", "/customers", aCustomer());
    expect([made.status, made.body]).toEqual([200, expect.objectContaining({ reference: "QUAYS901", name: "Quayside Lanterns Ltd", vat_number: "GB123456782", website: "www.quayside.example", fax_subscriber_number: "4980009", balance: 0 })]);
    expect(made.body).not.toHaveProperty("contacts");
    const id = Number(made.body["id"]);
    const found = await read("/customers", { $filter: "reference eq 'quays901'", $expand: "contacts", $select: "id,contacts.name,contacts.default_email,contacts.is_default" });
    expect(found.rows).toEqual([
      {
        id,
        contacts: [
          { name: "Priya Nair", default_email: "priya@quayside.example", is_default: true },
          { name: "Tom Ashworth", default_email: "", is_default: false },
        ],
      },
    ]);
    const contacts = await read(`/customers/${id}/customer_contacts`, { $expand: "emails,telephones" });
    expect(contacts.rows[0]).toMatchObject({ emails: [{ email: "priya@quayside.example", is_default: true }], telephones: [{ full_number: "+44 191 4980001", is_default: true }] });
    expect((await read("/customer_views", { $filter: `id eq ${id}` })).rows[0]).toMatchObject({ contact_default_email_address: "priya@quayside.example", telephone_subscriber_number: "4980000" });
  });

  test("ids of customer, address, contacts, e-mails and telephones come from one sequence and never meet", async () => {
    const { sandbox, write, read } = await aWriter();
    const first = await write("POST", "/customers", aCustomer());
    const second = await write("POST", "/customers", aCustomer({ reference: "QUAYS902" }));
    sandbox.ledger(name).postInvoice({ customerId: Number(first.body["id"]), goods: 100, tax: 0 });
    const { rows } = await read("/customer_contacts", { $filter: `customer_id eq ${Number(first.body["id"])}`, $expand: "emails,telephones" });
    const ids = rows.flatMap((row) => [row, ...(row["emails"] as { id: number }[]), ...(row["telephones"] as { id: number }[])]).map((row) => Number(row["id"]));
    const transaction = sandbox.ledger(name).ofCustomer(Number(first.body["id"]))[0]?.id ?? 0;
    expect(ids.every((id) => id > Number(first.body["id"]) && id < Number(second.body["id"]))).toBe(true);
    expect([new Set(ids).size, transaction > Number(second.body["id"])]).toEqual([ids.length, true]);
  });

  test("a reference is taken once, whatever its case", async () => {
    const { write } = await aWriter();
    await write("POST", "/customers", aCustomer());
    const again = await write("POST", "/customers", aCustomer({ reference: "quays901" }));
    expect([again.status, again.body["message"]]).toEqual([400, "The customer reference 'quays901' already exists."]);
  });

  test("a reference is required, unless Sage is set to give them", async () => {
    const { sandbox, write, read } = await aWriter();
    const { reference: _reference, ...unnumbered } = aCustomer();
    expect((await write("POST", "/customers", unnumbered)).body["message"]).toBe("The field 'reference' is required.");
    sandbox.faults.autoAccountNumbers = true;
    const references = [await write("POST", "/customers", unnumbered), await write("POST", "/customers", unnumbered)].map(({ body }) => String(body["reference"]));
    expect(references).toEqual(["QUAYS001", "QUAYS002"]);
    expect((await read("/sales_ledger_settings")).rows[0]).toMatchObject({ auto_generate_account_numbers: true });
  });

  test.each<[string, object, RegExp]>([
    ["no name", { name: undefined }, /'name' is required/],
    ["a reference of nine characters", { reference: "QUAYSIDE1" }, /maximum length is 8/],
    ["a name of 61 characters", { name: "X".repeat(61) }, /maximum length is 60/],
    ["an e-mail of its own", { email: "a@b.example" }, /Could not find member 'email'/],
    ["a contact's name, which Sage puts together itself", { contacts: [{ name: "Priya Nair", email: "p@q.example" }] }, /Could not find member 'email'/],
    ["a null", { website: null }, /\{null\}/],
    ["a setting that is not kept", { credit_reference: "A1" }, /do not keep/],
    ["a foreign currency", { currency_id: 2 }, /know only 1/],
  ])("%s is refused", async (_what, change, message) => {
    const { sandbox, write } = await aWriter();
    const before = sandbox.data.accounts(name).length;
    const answer = await write("POST", "/customers", aCustomer(change));
    expect([answer.status, answer.body["message"]]).toEqual([400, expect.stringMatching(message)]);
    expect(sandbox.data.accounts(name)).toHaveLength(before);
  });

  test("a customer that commits late beside its own repetition is there once", async () => {
    const { sandbox, write } = await aWriter();
    sandbox.faults.commitLateEvery = 1;
    sandbox.faults.lateMs = 1;
    for (const reference of ["QUAYS901", "QUAYS901", "QUAYS902"]) expect((await write("POST", "/customers", aCustomer({ reference }))).status).toBe(504);
    // Timers of one length end in their order: with the last one there, the others have been decided.
    while (sandbox.data.account(name, "QUAYS902") === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(sandbox.data.accounts(name).filter(({ reference }) => reference === "QUAYS901")).toHaveLength(1);
  });
});

describe("changing a customer", () => {
  const made = async () => {
    const { sandbox, write, read } = await aWriter();
    const { body } = await write("POST", "/customers", aCustomer());
    const id = Number(body["id"]);
    const contacts = async () => (await read(`/customers/${id}/customer_contacts`, { $expand: "emails,telephones", $orderby: "id" })).rows;
    const whole = async () => (await read(`/customers/${id}`)).rows[0];
    return { sandbox, write, read, id, contacts, whole };
  };

  test("what is left out stays, and the change stamp rises", async () => {
    const { write, id, whole, contacts } = await made();
    const before = await whole();
    const people = await contacts();
    const answer = await write("PUT", `/customers/${id}`, { name: "Quayside Lamps Ltd", vat_number: "" });
    expect(answer.status).toBe(200);
    const after = await whole();
    expect(after).toEqual({ ...before, name: "Quayside Lamps Ltd", short_name: "Quayside", vat_number: "", date_time_updated: after?.["date_time_updated"] });
    expect(String(after?.["date_time_updated"]) > String(before?.["date_time_updated"])).toBe(true);
    expect((await contacts()).map((row) => row["id"])).toEqual(people.map((row) => row["id"]));
  });

  test("a contact with its id is changed, without it added, and removed when it says so", async () => {
    const { write, id, contacts } = await made();
    const [first, second] = await contacts();
    const [email] = first?.["emails"] as { id: number }[];
    await write("PUT", `/customers/${id}`, {
      contacts: [
        { id: first?.["id"], last_name: "Nair-Booth", emails: [{ id: email?.id, email: "priya.nair@quayside.example" }] },
        { id: second?.["id"], is_to_delete: true },
        { first_name: "Siân", last_name: "Pugh" },
      ],
    });
    const after = await contacts();
    expect(after.map((row) => [row["id"], row["name"], row["default_email"], row["is_default"]])).toEqual([
      [first?.["id"], "Priya Nair-Booth", "priya.nair@quayside.example", true],
      [expect.any(Number), "Siân Pugh", "", false],
    ]);
    expect(after[0]).toMatchObject({ emails: [{ id: email?.id }], telephones: [{ subscriber_number: "4980001" }] });
  });

  test("a contact can be added by itself, to a customer that was always there too", async () => {
    const { sandbox, write, read } = await made();
    const old = sandbox.data.accounts(name).find((account) => account.email !== "");
    const before = (await read(`/customers/${old?.id}/customer_contacts`)).rows;
    const added = await write("POST", `/customers/${old?.id}/customer_contacts`, priya);
    expect([added.status, added.body]).toEqual([200, expect.objectContaining({ customer_id: old?.id, name: "Priya Nair", default_email: "priya@quayside.example", is_default: false })]);
    const after = (await read(`/customers/${old?.id}/customer_contacts`)).rows;
    expect(after.map((row) => row["id"])).toEqual([...before.map((row) => row["id"]), added.body["id"]]);
    expect(sandbox.data.account(name, old?.reference ?? "")?.email).toBe(old?.email);
  });

  test.each<[string, object, RegExp]>([
    ["another reference", { reference: "OTHER001" }, /cannot be changed/],
    ["a blank name", { name: " " }, /'name' is required/],
    ["another customer's contact", { contacts: [{ id: 5, first_name: "Eve" }] }, /contact with id 5 does not exist/],
  ])("%s is refused and changes nothing", async (_what, change, message) => {
    const { write, id, whole } = await made();
    const before = await whole();
    const answer = await write("PUT", `/customers/${id}`, change);
    expect([answer.status, answer.body["message"], await whole()]).toEqual([400, expect.stringMatching(message), before]);
  });

  test("a customer that is not there is 404", async () => {
    const { write } = await made();
    expect((await write("PUT", "/customers/5", { name: "Nobody Ltd" })).status).toBe(404);
    expect((await write("POST", "/customers/5/customer_contacts", priya)).status).toBe(404);
  });
});
