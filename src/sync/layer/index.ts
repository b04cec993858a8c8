export { createLayerApi, mostReconciliationsAtOnce, type LayerApi, type PaymentFound, type SavedLink, type SavedReconciliation } from "./api";
export type { LayerContact, LayerCustomer, LayerSubCompany } from "./transform";
export type { LayerDocumentList, WireReconciliation } from "./document-schema";
export type { DocumentAbout, DocumentOf, DocumentRead } from "./document-transform";
export type { WireLink, WireLinkWrite } from "./schema";
export type { PaymentOutcome } from "./payment-outcome";
export { createLayerPaymentPoster, paymentRequest } from "./payment-poster";
export { paymentRefusalCodes, type PaymentRefusalCode, type WirePaymentLine, type WirePaymentWrite } from "./payment-schema";
