/** A failure on the wire, as both ends read it. */
import { z } from "zod";
import { failureRetry, type FailureCode } from "./model/failure";

export const failureShape = z.object({
  code: z.enum(Object.keys(failureRetry) as [FailureCode, ...FailureCode[]]),
  cause: z.string(),
  cure: z.string(),
  retry: z.enum(["never", "same", "after fix", "later"]),
  value: z.string().optional(),
});
