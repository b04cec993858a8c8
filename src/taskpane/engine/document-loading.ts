/** Asking the gateway how documents stand. What fails is kept beside the last answer, which stays. */
import type { CellValue } from "../../sync/model/cell";
import { failed, ok, type Result } from "../../sync/model/failure";
import { documentSlugs, type DocumentSlug } from "../../sync/sheets/sheet";
import type { DocumentsState, Polled, Review } from "./document-state";
import { pullRows } from "./pull";
import type { Tools } from "./tools";

export const updateDocuments = (tools: Pick<Tools, "state">, change: (documents: DocumentsState) => DocumentsState): void =>
  tools.state.update((now) => ({ ...now, documents: change(now.documents) }));

const heard = <T>(before: Polled<T>, answer: Result<T>): Polled<T> => (answer.ok ? { value: answer.value, failure: null } : { value: before.value, failure: answer.failure });

export const loadCounts = async (tools: Tools): Promise<void> => {
  const counts = await tools.gateway.documentCounts();
  updateDocuments(tools, (documents) => ({ ...documents, counts: heard(documents.counts, counts) }));
};

/** As many as the panel lists; a run begun here that is not among them is long over. */
const runsShown = 20;
export const loadRuns = async (tools: Tools): Promise<void> => {
  const runs = await tools.gateway.runs(runsShown);
  updateDocuments(tools, (documents) => ({ ...documents, runs: heard(documents.runs, runs) }));
};

export const loadNewCustomers = async (tools: Tools): Promise<void> => {
  const waiting = await tools.gateway.newCustomers();
  updateDocuments(tools, (documents) => ({ ...documents, newCustomers: heard(documents.newCustomers, waiting) }));
};

export const loadSettings = async (tools: Tools): Promise<void> => {
  const settings = await tools.gateway.companySettings();
  updateDocuments(tools, (documents) => ({ ...documents, settings: heard(documents.settings, settings) }));
};

export const loadErrors = async (tools: Tools): Promise<void> => {
  const groups = await tools.gateway.errorGroups();
  tools.state.update((now) => ({ ...now, errors: { ...now.errors, groups: heard(now.errors.groups, groups) } }));
};

type PulledReview = Omit<Review, "attempts">;

const reviewsOf = async (tools: Tools, sheet: DocumentSlug): Promise<Result<readonly PulledReview[]>> => {
  const pulled = await pullRows(tools.gateway, sheet, { state: "Needs review" }, () => undefined);
  if (!pulled.ok) return pulled;
  const idOf = (cells: Readonly<Record<string, CellValue>>, key: string) => String(cells["Id"] ?? key);
  return ok(pulled.value.rows.map(({ key, cells }) => ({ sheet, id: idOf(cells, key), cells })));
};

/** Postings that wait for a person, of the kinds that the counts say have any. */
export const loadReviews = async (tools: Tools): Promise<void> => {
  const counts = tools.state.get().documents.counts.value?.counts ?? [];
  const sheets = documentSlugs.filter((sheet) => counts.some((one) => one.sheet === sheet && one.needsReview > 0));
  const parts = await Promise.all(sheets.map((sheet) => reviewsOf(tools, sheet)));
  const tried = sheets.length === 0 ? ok([]) : await tools.gateway.reviews();
  const wrong = [...parts, tried].find((part) => !part.ok);
  const attemptsOf = ({ sheet, id }: PulledReview) => (tried.ok ? tried.value.find((one) => one.sheet === sheet && one.id === id)?.attempts : undefined) ?? [];
  const reviews = wrong && !wrong.ok ? failed(wrong.failure) : ok(parts.flatMap((part) => (part.ok ? part.value.map((one): Review => ({ ...one, attempts: attemptsOf(one) })) : [])));
  updateDocuments(tools, (documents) => ({ ...documents, reviews: heard(documents.reviews, reviews) }));
};
