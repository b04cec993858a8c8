import type { WireDocumentLine } from "../../../sync/layer/document-schema";
import { odds, type Rng } from "../rng";
import { inPence, inText, taxOn } from "./amounts";

const sold = odds<readonly [description: string, nominalCode: string]>(
  [5, ["Handset", "4001"]],
  [4, ["Router and installation", "4100"]],
  [4, ["Leased line, connection charge", "4010"]],
  [3, ["Headset, pair", "4001"]],
  [3, ["Consultancy, half a day", "4020"]],
  [3, ["Cabling", "4100"]],
  [2, ["Licence, twelve months", "4020"]],
  [2, ["Power tools, mixed", "4000"]],
  [2, ["Hire of plant, one week", "4000"]],
  [1, ["Carriage", "4905"]],
);

const rates = odds([85, "Standard rate"], [15, "Reduced rate"]);

/** A line with its discount and tax; the nominal code is left to the document unless `hasCode`. */
export const lineAt = (id: string, rng: Rng, { hasCode, taxRate }: { readonly hasCode: boolean; readonly taxRate?: string }): WireDocumentLine => {
  const [description, nominalCode] = rng.draw(sold);
  // Prices end in 99, 50 or 00, and now and then in anything at all, so that tax has half pennies to round.
  const net = rng.chance(0.3) ? rng.between(500, 250_000) : rng.between(5, 2_500) * 100 - rng.pick([0, 1, 50]);
  const discount = rng.chance(0.12) ? Math.round((net * rng.between(5, 30)) / 100) : 0;
  const rate = taxRate ?? rng.draw(rates);
  return {
    id,
    description,
    net: inText(net),
    discount: inText(discount),
    tax: inText(taxOn(net - discount, rate)),
    taxRate: rate,
    nominalCode: hasCode ? nominalCode : "",
  };
};

export const lineTotal = ({ net, discount, tax }: WireDocumentLine): number => inPence(net) - inPence(discount) + inPence(tax);
