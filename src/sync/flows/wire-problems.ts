import type { z } from "zod";
import type { problemShape } from "../contract";
import type { Problem } from "../rules/problem";

/** Problems as the contract has them. The server offers no fixes: it loads only what the rows name, and the pane knows all of it. */
export const wireProblems = (problems: readonly Problem[]): z.infer<typeof problemShape>[] =>
  problems.map((problem) => ({ ...problem, columns: [...problem.columns], fixes: [] }));
