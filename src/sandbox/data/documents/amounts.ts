import { decimalText, minorUnits, parseMoney } from "../../../sync/model/money";
import { taxRates } from "../companies";

/** "1234.50" from pence. */
export const inText = (pence: number): string => decimalText(minorUnits(pence));

export const inPence = (text: string): number => {
  const read = parseMoney(text);
  if (!read.ok) throw new RangeError(read.failure.cause);
  return read.value;
};

/** Tax on pence at a rate of The Layer, half a penny rounded up. */
export const taxOn = (pence: number, rateName: string): number => {
  const rate = taxRates.find(({ name }) => name === rateName);
  if (rate === undefined) throw new RangeError(`The Layer has no tax rate "${rateName}".`);
  return Math.round((pence * Number(rate.percent)) / 100);
};

/** Net less discount plus tax, over all lines. */
export const totalOf = (lines: readonly { readonly net: string; readonly discount: string; readonly tax: string }[]): string =>
  inText(lines.reduce((sum, { net, discount, tax }) => sum + inPence(net) - inPence(discount) + inPence(tax), 0));
