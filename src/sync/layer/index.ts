export { createLayerApi, mostReconciliationsAtOnce, type LayerApi, type SavedLink, type SavedReconciliation } from "./api";
export type { LayerContact, LayerCustomer, LayerSubCompany } from "./transform";
export type { LayerDocumentList, WireReconciliation } from "./document-schema";
export type { DocumentAbout, DocumentOf, DocumentRead } from "./document-transform";
export type { WireLink, WireLinkWrite } from "./schema";
