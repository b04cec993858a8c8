/** The name, or the name with the first number in brackets that no worksheet has. Excel compares names without case and takes 31 characters. */
export const freeSheetName = (wanted: string, taken: readonly string[]): string => {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  let name = wanted.slice(0, 31);
  for (let copy = 2; used.has(name.toLowerCase()); copy++) name = `${wanted.slice(0, 31 - ` (${copy})`.length)} (${copy})`;
  return name;
};
