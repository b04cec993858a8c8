import type { Connection, Session } from "../../sync/contract";

export type CompanyInView = Connection["companies"][number];

/** Every Sage company the session may work with, by name; a name on two sites stands once. */
export const companiesOf = (session: Session): CompanyInView[] => {
  const byName = new Map<string, CompanyInView>();
  for (const connection of session.connections) for (const company of connection.companies) if (!byName.has(company.name)) byName.set(company.name, company);
  return [...byName.values()].sort((one, other) => one.name.localeCompare(other.name, "en-GB"));
};
