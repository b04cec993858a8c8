import { createHash } from "node:crypto";
import { nameWords } from "../match/company-name";

/** Sage 200's width of a customer's account reference. */
const width = 8;
const letters = 5;

/** NORTH for Northwick Tools Ltd, SUB for a name without any letter. */
const stem = (name: string): string => {
  const plain = nameWords(name)
    .join("")
    .normalize("NFD")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .slice(0, letters);
  return plain === "" ? "CUST" : plain;
};

/**
 * An account number for a new customer, as accountants write them: NORTH417. Where it starts counting is derived from the
 * customer, so that a gateway that lost its database reserves the same one again and finds the account it made before.
 * @param isTaken by an account of that company, or reserved for another customer.
 */
export const newAccountNumber = (customer: { readonly id: string; readonly name: string }, isTaken: (accountNumber: string) => boolean): string => {
  const prefix = stem(customer.name);
  const digits = width - prefix.length;
  const room = 10 ** digits;
  const start = createHash("sha256").update(customer.id).digest().readUInt32BE(0) % room;
  for (let step = 0; step < room; step += 1) {
    const number = `${prefix}${String((start + step) % room).padStart(digits, "0")}`;
    if (!isTaken(number)) return number;
  }
  return newAccountNumber({ id: customer.id, name: prefix.slice(0, 2) }, isTaken);
};
