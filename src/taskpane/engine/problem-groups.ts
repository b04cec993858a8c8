/** Problems as people work through them: those with one cause together, the gravest first. */
import type { Problem, Severity } from "../../sync/rules/problem";

export type ProblemGroup = { readonly code: string; readonly severity: Severity; readonly title: string; readonly problems: readonly Problem[] };

/** Headings for causes whose code does not say it well by itself. */
const titles: Readonly<Record<string, string>> = {
  mandatory: "Left empty, and needed",
  "some-sage-identifier": "No Sage account named",
  "not-linked-yet": "Not linked yet",
  "not-mapped-yet": "Not mapped yet",
  "repeated-key": "The same row twice",
  "account-for-two-customers": "One Sage account for two customers",
  "account-already-linked": "Account already linked to another customer",
  "customer-already-linked": "Customer already linked to another account",
  "account-in-other-company": "Account of another Sage company",
  "ids-disagree": "Account number and Sage id disagree",
  "customer-name-differs": "Name differs from The Layer's",
  "site-not-of-company": "Site and company do not belong together",
  "hidden-account": "Account hidden in Sage",
  "hidden-bank": "Bank account hidden in Sage",
  "bank-code-needed": "Enabled without a bank code",
  "bank-not-in-every-company": "Bank account missing in some companies",
  "rate-not-of-the-layer": "Rate that The Layer does not use",
  "other-rate-in-sage": "Tax code with another rate in Sage",
  "formula-in-code": "Formula where a code belongs",
  "error-value": "Excel error in a cell",
  "not-yes-or-no": "Neither Yes nor No",
  "not-a-rate": "Not a rate in per cent",
  "ambiguous-rate": "Rate that can be read two ways",
  "too-long": "Longer than Sage takes",
  "lost-zeros": "Leading zeros lost",
};

export const titleOf = (code: string): string => titles[code] ?? `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll("-", " ")}`;

const gravity: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

export type SeverityFilter = Severity | "all";

/** Groups by cause: errors before warnings before notes, and the largest first among equals. Rows keep the order of the sheet. */
export const groupProblems = (problems: readonly Problem[], filter: SeverityFilter = "all"): ProblemGroup[] => {
  const groups = new Map<string, { code: string; severity: Severity; problems: Problem[] }>();
  for (const problem of problems) {
    if (filter !== "all" && problem.severity !== filter) continue;
    const id = `${problem.severity} ${problem.code}`;
    const group = groups.get(id) ?? { code: problem.code, severity: problem.severity, problems: [] };
    group.problems.push(problem);
    groups.set(id, group);
  }
  return [...groups.values()]
    .map((group) => ({ ...group, title: titleOf(group.code) }))
    .sort((one, other) => gravity[one.severity] - gravity[other.severity] || other.problems.length - one.problems.length || one.title.localeCompare(other.title, "en-GB"));
};

/** What tells one problem from another: a rule may find fault with two columns of one row. */
export type ProblemId = Pick<Problem, "row" | "code" | "columns">;

export const isSameProblem = (one: ProblemId, other: ProblemId): boolean =>
  one.code === other.code && one.row.key === other.row.key && one.row.nth === other.row.nth && one.columns.join() === other.columns.join();

/** The one behind `current` in the order of the groups; the first where there is none, or where it was the last. */
export const nextProblem = (groups: readonly ProblemGroup[], current: ProblemId | null): Problem | null => {
  const all = groups.flatMap((group) => group.problems);
  const at = current ? all.findIndex((problem) => isSameProblem(problem, current)) : -1;
  return all[at + 1] ?? all[0] ?? null;
};
