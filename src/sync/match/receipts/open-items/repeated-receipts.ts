/** Receipts that repeat another: an invoice paid twice is paid by the first. */
import type { Book } from "./book";

type Counted = Pick<Book, "receipts" | "byAmount" | "byDiscounted">;

/** By receipt, oldest first: whether earlier receipts of its amount are as many as the documents that are for it, one or more. */
export const repeatedReceipts = ({ receipts, byAmount, byDiscounted }: Counted): readonly boolean[] => {
  const earlier = new Map<number, number>();
  return receipts.map(({ outstanding }) => {
    const before = earlier.get(outstanding) ?? 0;
    earlier.set(outstanding, before + 1);
    const fitting = (byAmount.get(outstanding)?.length ?? 0) + (byDiscounted.get(outstanding)?.length ?? 0);
    return fitting > 0 && before >= fitting;
  });
};
