/**
 * Sage 200's subset of OData. `$orderby` is always sent and ends in a unique key; `$top` is always sent, since without it a list
 * stops at 500 and says nothing.
 */
export type Query = {
  /** Absent for every field. Beside `expand` the children's fields would have to be named too. */
  readonly select?: readonly string[];
  readonly expand?: readonly string[];
  readonly filter?: string | undefined;
  readonly orderBy: readonly string[];
  readonly top: number;
};

export const queryText = ({ select, expand, filter, orderBy, top }: Query): string => {
  const options: readonly (readonly [string, string])[] = [
    ...(select === undefined ? [] : [["$select", select.join(",")] as const]),
    ...(expand === undefined ? [] : [["$expand", expand.join(",")] as const]),
    ...(filter === undefined ? [] : [["$filter", filter] as const]),
    ["$orderby", orderBy.join(",")],
    ["$top", String(top)],
  ];
  return options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
};

/** An instant literal: not quoted, and the `Z` is mandatory as soon as there is a time. Source: Sage 200 API Query Parameters. */
export const instantLiteral = (iso: string): string => new Date(iso).toISOString();

/** A text literal: in single quotes, a quote within it doubled. */
export const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;
