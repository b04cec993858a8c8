/** Names under which drop-down lists are kept in the workbook. */

/** A very hidden worksheet, which Excel's Unhide dialog does not offer. One column a list. */
export const listSheet = "Tieout Lists";

/** The hidden defined name of a list: "sage-company" → "Tieout_sage_company". */
export const listName = (id: string): string => `Tieout_${id.replace(/[^A-Za-z0-9]/g, "_")}`;

/** What a validation names as its source. */
export const listSource = (id: string): string => `=${listName(id)}`;
