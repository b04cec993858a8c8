export { createLayerApi, type LayerApi, type SavedLink } from "./api";
export type { LayerContact, LayerCustomer, LayerSubCompany } from "./transform";
export type { WireLink, WireLinkWrite } from "./schema";
