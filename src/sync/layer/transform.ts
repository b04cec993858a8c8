/** The Layer's wire shapes in the model's words. Pure. */
import type { LayerCustomerRef, PaymentMethodRef, TaxRateRef } from "../rules/reference";
import type { WireCustomer, WirePaymentMethod, WireSubCompany, WireTaxRate } from "./schema";

export type LayerContact = {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly telephone: string;
};

/** A customer of The Layer as it is mirrored: what rules look up, and what a sync sends to Sage. */
export type LayerCustomer = LayerCustomerRef & {
  readonly website: string;
  readonly fax: string;
  readonly contacts: readonly LayerContact[];
  readonly isArchived: boolean;
  /** UTC instant, ISO 8601 with `Z`. */
  readonly updatedAt: string;
};

export type LayerSubCompany = { readonly name: string; readonly vatNumber: string };

export const toLayerCustomer = (wire: WireCustomer): LayerCustomer => ({
  id: wire.id,
  name: wire.name,
  subCompanies: wire.subCompanies,
  vatNumber: wire.vatNumber,
  postcode: wire.postcode,
  email: wire.email,
  telephone: wire.telephone,
  website: wire.website,
  fax: wire.fax,
  contacts: wire.contacts,
  isArchived: wire.isArchived,
  updatedAt: wire.updatedAt,
});

export const toLayerSubCompany = ({ name, vatNumber }: WireSubCompany): LayerSubCompany => ({ name, vatNumber });

export const toPaymentMethod = ({ name, isEnabled, accountName, accCode }: WirePaymentMethod): PaymentMethodRef => ({ name, isEnabled, accountName, accCode });

export const toTaxRate = ({ name, percent }: WireTaxRate): TaxRateRef => ({ name, percent });

/**
 * A moment before `since` from which to read again: a record stamped just before the newest one known may have been
 * committed just after it was read. Records are replaced by id, so reading one twice does no harm.
 */
export const overlapMs = 5 * 60 * 1000;
export const withOverlap = (since: string): string => new Date(Date.parse(since) - overlapMs).toISOString();
