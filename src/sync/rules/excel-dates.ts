/**
 * What Excel makes of a code that looks like a date when somebody types or pastes it into a cell that is not text:
 * "SEP01" becomes 1 Sep of this year, "3-4" the 3rd of April or, in an American Excel, the 4th of March, "MAR2024" 1 Mar 2024.
 */
export type DateReading = { readonly month: number; readonly day: number; /** Null: the year in which it was typed. */ readonly year: number | null };

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const fullNames = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const month = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const gap = "[-/ ]?";

const nameFirst = new RegExp(`^${month}${gap}(\\d{1,4})$`);
const dayFirst = new RegExp(`^(\\d{1,2})${gap}${month}(?:${gap}(\\d{2}|\\d{4}))?$`);
const twoNumbers = /^(\d{1,2})[-/](\d{1,4})$/;
const threeNumbers = /^(\d{1,4})[-/](\d{1,2})[-/](\d{1,4})$/;

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isDay = (monthNumber: number, day: number) => day >= 1 && day <= (daysIn[monthNumber - 1] ?? 0);
const monthOf = (name: string) => (name === "sept" ? 9 : Math.max(monthNames.indexOf(name), fullNames.indexOf(name)) + 1);

/** Excel puts two-digit years into this century up to 29 or 49, by version and setting, so both are possible. */
const yearsOf = (digits: string): number[] => {
  const year = Number(digits);
  if (digits.length >= 3) return year >= 1900 ? [year] : [];
  return year <= 29 ? [2000 + year] : year <= 49 ? [1900 + year, 2000 + year] : [1900 + year];
};

/** Every date that Excel may read a code as; empty for nearly all codes. */
export const datesExcelReads = (code: string): DateReading[] => {
  const text = code.toLowerCase();
  const readings: DateReading[] = [];
  const add = (monthNumber: number, day: number, years: readonly (number | null)[]) => {
    if (isDay(monthNumber, day)) for (const year of years) readings.push({ month: monthNumber, day, year });
  };

  const named = nameFirst.exec(text);
  if (named) {
    const [, name = "", digits = ""] = named;
    const monthNumber = monthOf(name);
    if (digits.length <= 2 && isDay(monthNumber, Number(digits))) add(monthNumber, Number(digits), [null]);
    else add(monthNumber, 1, yearsOf(digits));
  }
  const numbered = dayFirst.exec(text);
  if (numbered) {
    const [, day = "", name = "", year] = numbered;
    add(monthOf(name), Number(day), year === undefined ? [null] : yearsOf(year));
  }
  const two = twoNumbers.exec(text);
  if (two) {
    const [, one = "", other = ""] = two;
    add(Number(other), Number(one), [null]);
    add(Number(one), Number(other), [null]);
    if (Number(other) > 31) add(Number(one), 1, yearsOf(other));
  }
  const three = threeNumbers.exec(text);
  if (three) {
    const [, one = "", middle = "", last = ""] = three;
    add(Number(middle), Number(one), yearsOf(last));
    add(Number(one), Number(middle), yearsOf(last));
    if (one.length === 4) add(Number(middle), Number(last), yearsOf(one));
  }
  return readings;
};
