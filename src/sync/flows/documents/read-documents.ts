/** Brings The Layer's documents into the store: what changed since the last time, with some overlap, in pages. */
import type { LayerApi, LayerDocumentList } from "../../layer";
import { failure, ok, type Failure, type Result } from "../../model/failure";
import type { Database } from "../../store";
import type { DocumentRecord, RecordKind } from "../../store/document-records";
import { openDocumentErrors } from "../../store/document-results";
import { saveDocuments, type ChangedDocument } from "../../store/documents";
import { openErrors, type NewError } from "../../store/errors";
import { databaseNow, readFreshness, recordProgress, recordRead } from "../../store/freshness";
import { readAhead } from "../read-ahead";

export type DocumentSource = { readonly db: Database; readonly tenant: string; readonly layer: LayerApi };

/** Parents first, so that a child is seldom read before what it hangs on. */
const lists: readonly (readonly [LayerDocumentList, RecordKind])[] = [
  ["orders", "order"],
  ["invoices", "invoice"],
  ["credit-notes", "credit-note"],
  ["payments", "payment"],
  ["refunds", "refund"],
];

/** Of many lines, these tell enough. */
const differencesNamed = 3;

const changed = ({ kind, id, differences }: ChangedDocument): Failure =>
  failure(
    "document-changed",
    `The ${kind.replace("-", " ")} was changed in The Layer after it was accepted for posting; Sage has it as it was.${differences.slice(0, differencesNamed).map((difference) => ` ${difference}.`).join("")}${
      differences.length > differencesNamed ? ` And ${differences.length - differencesNamed} more.` : ""
    }`,
    "Compare it with its posting in Sage, and correct the difference with a credit note. A posted document is never sent again.",
    id,
  );

const readList = async ({ db, tenant, layer }: DocumentSource, list: LayerDocumentList, kind: RecordKind, signal: AbortSignal, tell: (read: number) => void): Promise<Result<void>> => {
  const what = `layer-${list}`;
  const [startedAt, { cursor: since }] = await db.read(async (handle) => [await databaseNow(handle), await readFreshness(handle, tenant, what)] as const);
  let newest = since;
  for await (const page of readAhead(layer.documentPages(list, since, signal))) {
    if (!page.ok) return page;
    const { documents } = page.value;
    const sound: DocumentRecord[] = [];
    const unsound: NewError[] = [];
    for (const { about, document } of documents) {
      if (newest === null || about.updatedAt > newest) newest = about.updatedAt;
      if (document.ok) sound.push(kind === "order" ? ({ ...document.value, kind } as DocumentRecord) : (document.value as DocumentRecord));
      else
        unsound.push({ kind, id: about.id, operation: "post", reference: about.reference, customerId: about.customerId, subCompany: "", companyRef: null, failure: document.failure, group: `document|${kind}|${about.id}`, fixAt: null });
    }
    const upTo = newest;
    const saved = await db.change(tenant, `store ${what}`, async (tx) => {
      const { changed: written, changedAfterPosting } = await saveDocuments(tx, tenant, sound);
      await openErrors(tx, tenant, unsound);
      await openDocumentErrors(tx, tenant, "changed after posting", changedAfterPosting.map((ref) => ({ ...ref, failure: changed(ref), group: `changed|${ref.kind}|${ref.id}` })));
      await recordProgress(tx, tenant, what, upTo);
      return written;
    });
    tell(saved);
  }
  await db.transaction(`finish ${what}`, (tx) => recordRead(tx, tenant, what, startedAt, newest));
  return ok(undefined);
};

/** @param tell how many records were new or had changed, page by page. */
export const readLayerDocuments = async (source: DocumentSource, signal: AbortSignal, tell: (read: number) => void = () => undefined): Promise<Result<void>> => {
  for (const [list, kind] of lists) {
    const read = await readList(source, list, kind, signal, tell);
    if (!read.ok) return read;
  }
  return ok(undefined);
};

