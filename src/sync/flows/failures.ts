import { failure, type Failure } from "../model/failure";

export const cancelled: Failure = failure("cancelled", "This was stopped before it was finished.", "Start it again when you like.");

/** Both sentences of a failure, for a cell. */
export const sentence = ({ cause, cure }: Pick<Failure, "cause" | "cure">): string => `${cause} ${cure}`;

/** Another attempt by ourselves may help; anything else needs a person first. */
export const isPassing = ({ retry }: Failure): boolean => retry === "later" || retry === "same";
