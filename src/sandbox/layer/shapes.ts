import type { z } from "zod";
import type { wireAbout, wireContact, wireLinkBatchAnswer, wirePaymentMethod, wireRefusal, wireSubCompany, wireTaxRate } from "../../sync/layer/schema";

export type WireContact = z.infer<typeof wireContact>;
export type WireAbout = z.infer<typeof wireAbout>;
export type WireBatchAnswer = z.infer<typeof wireLinkBatchAnswer>;
export type WirePaymentMethod = z.infer<typeof wirePaymentMethod>;
export type WireSubCompany = z.infer<typeof wireSubCompany>;
export type WireTaxRate = z.infer<typeof wireTaxRate>;
export type WireRefusal = z.infer<typeof wireRefusal>;

export const refusal = (code: string, message: string): WireRefusal => ({ error: { code, message } });
