import type { PlainDate } from "../model/dates";

/**
 * Midnight without a zone. A bare day was refused to one integrator on document fields, and with a `Z` the day could move by one
 * in summer.
 */
export const sageDay = (date: PlainDate): string => `${date}T00:00:00`;
