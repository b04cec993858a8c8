import { createHttp } from "../../../src/sync/http";
import { createSage200Customers, type Sage200Customers } from "../../../src/sync/sage200";
import { json, scriptedServer, type Received, type Script } from "../../support/scripted-server";
import { acme, aContact, aNewCustomer, twoTokens } from "./postings";

// Long enough for a machine whose cores are busy with other tests.
jest.setTimeout(30_000);

const fields = aNewCustomer().fields;
const contacts = [
  {
    id: 11,
    first_name: "Priya",
    last_name: "Nair",
    default_email: "accounts@northwick.example",
    is_default: true,
    emails: [
      { id: 12, email: "accounts@northwick.example", is_default: true },
      { id: 13, email: "priya@northwick.example", is_default: false },
    ],
    telephones: [{ id: 14, country_code: "44", area_code: "191", subscriber_number: "4960001", is_default: true }],
  },
];

const against = async <T>(script: Script, work: (customers: Sage200Customers) => Promise<T>): Promise<{ answer: T; puts: readonly Received[] }> => {
  const server = await scriptedServer(script);
  const customers = createSage200Customers({ url: server.url, tokens: twoTokens(), http: createHttp({ wait: async () => undefined }) });
  try {
    const answer = await work(customers);
    return { answer, puts: server.received.filter(({ method }) => method === "PUT") };
  } finally {
    await customers.close();
    await server.close();
  }
};
const answering = (put: Script): Script => (request, response) => (request.method === "PUT" ? put(request, response) : json(response, contacts));
const saved: Script = (_request, response) => json(response, { id: 27006, name: "Northwick Tools Ltd" });
const update = (script: Script, changes: Partial<typeof fields> = {}) =>
  against(script, (customers) => customers.updateCustomer(acme, "27006", { ...fields, ...changes }, [{ sageContactId: "11", contact: aContact() }]));

test("an update sends the listed fields and nothing else, blank ones to clear them", async () => {
  const { answer, puts } = await update(answering(saved), { website: "", fax: "" });
  expect(answer).toEqual({ ok: true, value: { gone: [] } });
  expect(puts).toHaveLength(1);
  expect(puts[0]).toMatchObject({ url: "/customers/27006", headers: { "x-site": "site-1", "x-company": "3" } });
  expect(JSON.parse(puts[0]?.body ?? "")).toEqual({
    name: "Northwick Tools Ltd",
    telephone_country_code: "44",
    telephone_area_code: "191",
    telephone_subscriber_number: "4960000",
    fax_country_code: "",
    fax_area_code: "",
    fax_subscriber_number: "",
    website: "",
    vat_number: "GB123456789",
  });
});

test("an amended contact goes by Sage's id, and one deleted in Sage is told as gone", async () => {
  const { answer, puts } = await against(answering(saved), (customers) =>
    customers.updateCustomer(acme, "27006", fields, [
      { sageContactId: "11", contact: aContact({ lastName: "Nair-Smith" }) },
      { sageContactId: "99", contact: aContact({ id: "00417-9" }) },
    ]),
  );
  expect(answer).toEqual({ ok: true, value: { gone: ["99"] } });
  expect(JSON.parse(puts[0]?.body ?? "")).toMatchObject({ contacts: [{ id: 11, first_name: "Priya", last_name: "Nair-Smith" }] });
});

test("a refused token is renewed and the same wish sent again", async () => {
  const { answer, puts } = await update((request, response) => {
    if (request.headers.authorization === "Bearer first-secret-token" && (request.method === "PUT" || request.url === "/sites")) return void response.writeHead(401).end();
    return answering(saved)(request, response);
  });
  expect(answer.ok).toBe(true);
  expect(puts.map(({ headers }) => headers.authorization)).toEqual(["Bearer first-secret-token", "Bearer second-secret-token"]);
});

test.each([
  [404, { message: "The requested record does not exist." }, "sage-account-unknown", "27006"],
  [400, { message: "The value is 300 characters long." }, "sage-refused", "300 characters"],
  [403, {}, "sage-no-access", "may not change"],
  [503, {}, "sage-down", "did not answer"],
])("a %i becomes a failure in plain English", async (status, body, code, cause) => {
  const { answer } = await update(answering((_request, response) => json(response, body, status)));
  expect(answer).toMatchObject({ ok: false, failure: { code, cause: expect.stringContaining(cause) } });
});

test("a sign-in page that comes with 200 is not taken for a success", async () => {
  const { answer } = await update(answering((_request, response) => void response.end("<html></html>")));
  expect(answer).toMatchObject({ ok: false, failure: { code: "sage-unreadable" } });
});

test("a field that Sage has no room for is told before anything is sent", async () => {
  const { answer, puts } = await update(answering(saved), { website: "w".repeat(201) });
  expect(answer).toMatchObject({ ok: false, failure: { code: "document-invalid" } });
  expect(puts).toEqual([]);
});

test("the ids of an account's contacts can be read back at any time", async () => {
  const { answer } = await against(answering(saved), (customers) => customers.contactIds(acme, "27006", [aContact(), aContact({ id: "00417-2", firstName: "Sam" })]));
  expect(answer).toEqual({ ok: true, value: [{ contactId: "00417-1", sageContactId: "11" }] });
});
