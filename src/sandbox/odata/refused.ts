/** A query that Sage would not run: answered with 400 and this message. */
export type Refused = { readonly refused: string };
export const refused = (message: string): Refused => ({ refused: message });
export const isRefused = (value: unknown): value is Refused => typeof value === "object" && value !== null && "refused" in value;
