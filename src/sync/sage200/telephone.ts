/** Telephone numbers as people write them, in the three fields that Sage keeps them in. Pure. */
export type SageTelephone = { readonly country: string; readonly area: string; readonly subscriber: string };

export const noTelephone: SageTelephone = { country: "", area: "", subscriber: "" };

/** Calling codes of one and two digits (ITU-T E.164); every other one has three. */
const oneDigit = /^[17]/;
const twoDigits = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
const callingCodeLength = (digits: string): number => (oneDigit.test(digits) ? 1 : twoDigits.test(digits) ? 2 : 3);

/**
 * How many digits after the 0 are the area code in the United Kingdom. Source: Ofcom's National Telephone Numbering Plan; towns with
 * codes of five digits (01387 3 and eleven others) are filed under their first four, as Sage itself has no room for the difference.
 */
const britishAreaLength = (national: string): number => {
  if (/^2/.test(national)) return 2;
  if (/^(11|1.1)/.test(national)) return 3;
  if (/^[389]/.test(national)) return 3;
  if (/^5[56]/.test(national)) return 2;
  return 4;
};

const britain = "44";

const extensionAtEnd = /[\s,;]*(?:ext(?:ension|n)?\.?|x)\s*(\d+)$/i;

/**
 * "0191 496 0000" → 44, 191, 4960000. An extension stays with the subscriber's number, and what is not a whole number ("ask
 * reception", a local number) is kept as it stands: nothing that a person wrote is lost.
 */
export const splitTelephone = (written: string): SageTelephone => {
  const text = written.replace(/\s+/g, " ").trim();
  const asItStands = { ...noTelephone, subscriber: text };
  const extension = extensionAtEnd.exec(text)?.[1];
  const number = text.replace(extensionAtEnd, "");
  if (!/^\(?[+\d][\d\s()./–-]*$/.test(number)) return asItStands;
  const withExtension = (subscriber: string): string => (extension === undefined ? subscriber : `${subscriber} ext ${extension}`);

  const isInternational = /^\(?(\+|00)/.test(number);
  // "+44 (0)191": the 0 is dialled at home only.
  const digits = (isInternational ? number.replace(/\(0\)/, "") : number).replace(/\D/g, "");
  const beyondPrefix = isInternational ? digits.replace(/^00/, "") : digits;

  if (isInternational && !beyondPrefix.startsWith(britain)) {
    const length = callingCodeLength(beyondPrefix);
    return beyondPrefix.length <= length + 2 ? asItStands : { country: beyondPrefix.slice(0, length), area: "", subscriber: withExtension(beyondPrefix.slice(length)) };
  }
  if (!isInternational && !digits.startsWith("0")) return asItStands;
  const national = isInternational ? beyondPrefix.slice(britain.length).replace(/^0/, "") : digits.slice(1);
  const length = britishAreaLength(national);
  return national.length <= length + 2 ? asItStands : { country: britain, area: national.slice(0, length), subscriber: withExtension(national.slice(length)) };
};
