import { createTurns } from "../http";

type InTurn = <T>(company: string, work: () => Promise<T>) => Promise<T>;

/** Who may ask a company's server, shared by all who do. */
export type CompanyTurns = {
  /** For lists, which may take a minute each. */
  readonly read: InTurn;
  /** For postings and their look-ups: one place is never taken by lists, as a posting must leave within seconds or not at all. */
  readonly post: InTurn;
};

/** At most `atOnce` requests under way for each company. With one there is no place to keep free, and postings wait for lists. */
export const createCompanyTurns = (atOnce = 3): CompanyTurns => {
  const post = createTurns(atOnce);
  const among = createTurns(Math.max(1, atOnce - 1));
  return { post, read: (company, work) => among(company, () => post(company, work)) };
};
