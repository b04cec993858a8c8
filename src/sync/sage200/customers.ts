/** Customers that are in Sage already: their fields kept in step with The Layer, and their contacts' ids. */
import { z } from "zod";
import type { CustomerFields, PostedContact } from "../documents/posting";
import { createHttp, readJson, transportFailure, type HttpClient } from "../http";
import { failed, failure, ok, type Failure, type Result } from "../model/failure";
import type { SageCompanyRef } from "../rules/reference";
import { createCompanyTurns, type CompanyTurns } from "./company-turns";
import { createSageConnection, type SageConnection, type SageConnectionOptions } from "./connection";
import { contactChanges, matchContacts, type LinkedContact } from "./contact-changes";
import { accountFields } from "./customer-request";
import { readErrorBody } from "./error-body";
import { companyKeyOf, sageRefusal, type Asked } from "./failures";
import { exactId, jsonText } from "./json-text";
import { wireContact, type WireContact } from "./posting-schema";
import { queryText } from "./query";
import { collection, recordId } from "./schema";

export type ContactId = { readonly contactId: string; readonly sageContactId: string };

/** Failures of both: those of reading from Sage, `document-invalid` for a field that Sage has no room for, and `sage-account-unknown`. */
export type Sage200Customers = {
  /**
   * Writes the listed fields and the contacts that are known by Sage's id, and nothing else. A blank clears what Sage has. The same
   * again changes nothing, so it may be repeated after any failure. `gone` are contacts that somebody deleted in Sage: they stay so.
   */
  updateCustomer(
    company: SageCompanyRef,
    sageCustomerId: string,
    fields: CustomerFields,
    contacts: readonly LinkedContact[],
    signal?: AbortSignal,
  ): Promise<Result<{ readonly gone: readonly string[] }>>;
  /** Sage's ids of contacts that an account was created with; what has none is left out. */
  contactIds(company: SageCompanyRef, sageCustomerId: string, contacts: readonly PostedContact[], signal?: AbortSignal): Promise<Result<readonly ContactId[]>>;
  close(): Promise<void>;
};

export type Sage200CustomersOptions = SageConnectionOptions & { readonly http?: HttpClient; readonly turns?: CompanyTurns };

const contactsOf = (company: SageCompanyRef): Asked => ({ what: "customer contacts", module: "Sales Ledger", company });

/** More than any account has; Sage's own limit is 5,000. */
const mostContacts = 1_000;

export const readContacts = (connection: SageConnection, company: SageCompanyRef, sageCustomerId: string, signal: AbortSignal | undefined): Promise<Result<readonly WireContact[]>> =>
  connection.read(`/customers/${exactId(sageCustomerId).digits}/customer_contacts?${queryText({ expand: ["emails", "telephones"], orderBy: ["id asc"], top: mostContacts })}`, collection(wireContact), contactsOf(company), signal);

const refused = (status: number, text: string, name: string, sageCustomerId: string, company: SageCompanyRef): Failure => {
  const body = readErrorBody(text);
  const quote = body.kind === "message" ? ` Sage says: “${body.text}”` : "";
  if (status === 403)
    return failure("sage-no-access", `The connected Sage user may not change customer ${name} in ${company.name}.${quote}`, "In Sage 200 System Administration, give that user's role the Sales Ledger features, then sync the customer again.", company.name);
  return status === 404
    ? failure("sage-account-unknown", `${company.name} has no account ${sageCustomerId} for customer ${name}.${quote}`, "Look for the account in Sage; it may have been deleted or merged. Correct the customer's row in Customer Links.", sageCustomerId)
    : failure("sage-refused", `${company.name} refused the fields of customer ${name} (${status}).${quote}`, "Put right in The Layer what it names, then sync the customer again.", name);
};

export const createSage200Customers = ({ http = createHttp({ connections: 8 }), turns = createCompanyTurns(), ...options }: Sage200CustomersOptions): Sage200Customers => {
  const connection = createSageConnection(options, http);

  /** A PUT says the whole wish, so that doing it twice is doing it once: a refused token is renewed and the request repeated. */
  const put = async (path: string, body: string, name: string, sageCustomerId: string, company: SageCompanyRef, signal: AbortSignal | undefined): Promise<Result<null>> => {
    const access = await connection.tokens.access();
    if (!access.ok) return access;
    const send = (token: string) => connection.write({ method: "PUT", path, body, token, company, ...(signal ? { signal } : {}) });
    let outcome = await send(access.value.token);
    if (outcome.kind === "answered" && outcome.answer.status === 401) {
      const why = await connection.unauthorised(access.value.token, company, signal);
      if (why.about !== "token") return failed(why.failure);
      outcome = await send(why.token);
    }
    if (outcome.kind !== "answered") return failed(transportFailure(outcome, connection.words));
    const { status, text } = outcome.answer;
    if (status >= 200 && status <= 299) {
      // A sign-in page or a proxy's notice comes with 200 too.
      const answer = readJson(text, z.object({ id: recordId }));
      return answer.ok ? ok(null) : failed(failure("sage-unreadable", `${company.name} answered ${status} to the fields of customer ${name}, but not with the account: ${answer.failure}.`, "Sync the customer again in a few minutes. Nothing is written twice."));
    }
    return failed(status === 400 || status === 403 || status === 404 || status === 422 ? refused(status, text, name, sageCustomerId, company) : sageRefusal(outcome.answer, { what: "customer accounts", module: "Sales Ledger", company }, connection.words));
  };

  return {
    async updateCustomer(company, sageCustomerId, fields, contacts, signal) {
      const account = accountFields(fields);
      if (!account.ok) return account;
      return turns.post(companyKeyOf(company), async () => {
        const there = await readContacts(connection, company, sageCustomerId, signal);
        if (!there.ok) return there;
        const changes = contactChanges(there.value, fields, contacts);
        if (!changes.ok) return changes;
        const body = jsonText({ ...account.value, ...(changes.value.length === 0 ? {} : { contacts: changes.value }) });
        const written = await put(`/customers/${exactId(sageCustomerId).digits}`, body, fields.name, sageCustomerId, company, signal);
        if (!written.ok) return written;
        const ids = new Set(there.value.map(({ id }) => id));
        return ok({ gone: contacts.flatMap(({ sageContactId }) => (ids.has(sageContactId) ? [] : [sageContactId])) });
      });
    },
    contactIds: (company, sageCustomerId, contacts, signal) =>
      turns.post(companyKeyOf(company), async () => {
        const there = await readContacts(connection, company, sageCustomerId, signal);
        return there.ok ? ok(matchContacts(there.value, contacts)) : there;
      }),
    close: () => http.close(),
  };
};
