import { odds, type Rng } from "./rng";

/** The two check digits of a GB VAT number: weights 8 to 2 over seven digits, less 97 until not above 0. Source: HMRC's published modulus 97 rule. */
export const vatCheckDigits = (sevenDigits: string): string => {
  let sum = 0;
  for (let i = 0; i < 7; i++) sum += (8 - i) * (sevenDigits.charCodeAt(i) - 48);
  return `${(97 - (sum % 97)) % 97}`.padStart(2, "0");
};

/** Nine digits with valid check digits. */
export const vatDigits = (rng: Rng): string => {
  const seven = `${rng.between(1_000_000, 9_999_999)}`;
  return seven + vatCheckDigits(seven);
};

const spaced = (nine: string): string => `${nine.slice(0, 3)} ${nine.slice(3, 7)} ${nine.slice(7)}`;
const keyings = odds<(nine: string) => string>([5, (nine) => `GB${nine}`], [3, (nine) => `GB ${spaced(nine)}`], [2, (nine) => nine], [1, spaced]);

/** The same number as different people key it. */
export const writtenVat = (nine: string, rng: Rng): string => rng.draw(keyings)(nine);
