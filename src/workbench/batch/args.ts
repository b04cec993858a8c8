/** The arguments of a call, read with Excel's strictness: a wrong kind is InvalidArgument. */
import { invalidArgument } from "./errors";
import type { HostObject } from "./host-type";

export class Args {
  constructor(
    private readonly values: readonly unknown[],
    private readonly objects: readonly (HostObject | null)[],
  ) {}

  raw(index: number): unknown {
    return this.values[index];
  }

  /** The host object that was passed, or null where something else was. */
  object(index: number): HostObject | null {
    return this.objects[index] ?? null;
  }

  has(index: number): boolean {
    const value = this.values[index];
    return this.object(index) !== null || (value !== undefined && value !== null);
  }

  text(index: number): string {
    const value = this.values[index];
    if (typeof value === "string") return value;
    throw invalidArgument();
  }

  optionalText(index: number): string | null {
    return this.has(index) ? this.text(index) : null;
  }

  /** Names and keys: Excel takes a number where it wants a text. */
  key(index: number): string | number {
    const value = this.values[index];
    if (typeof value === "string" || typeof value === "number") return value;
    throw invalidArgument();
  }

  integer(index: number): number {
    const value = this.values[index];
    if (typeof value === "number" && Number.isInteger(value)) return value;
    throw invalidArgument();
  }

  optionalInteger(index: number): number | null {
    return this.has(index) ? this.integer(index) : null;
  }

  flag(index: number, otherwise: boolean): boolean {
    const value = this.values[index];
    if (value === undefined || value === null) return otherwise;
    if (typeof value === "boolean") return value;
    throw invalidArgument();
  }

  oneOf<T extends string>(index: number, allowed: readonly T[], otherwise?: T): T {
    const value = this.values[index];
    if ((value === undefined || value === null) && otherwise !== undefined) return otherwise;
    return oneOf(value, allowed);
  }

  record(index: number): Readonly<Record<string, unknown>> {
    return asRecord(this.values[index]);
  }

  list(index: number): readonly unknown[] {
    const value = this.values[index];
    if (Array.isArray(value)) return value as readonly unknown[];
    throw invalidArgument();
  }
}

export const oneOf = <T extends string>(value: unknown, allowed: readonly T[]): T => {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw invalidArgument();
  return found;
};

export const asRecord = (value: unknown): Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalidArgument();
  return value as Readonly<Record<string, unknown>>;
};

export const asText = (value: unknown): string => {
  if (typeof value !== "string") throw invalidArgument();
  return value;
};

export const asBoolean = (value: unknown): boolean => {
  if (typeof value !== "boolean") throw invalidArgument();
  return value;
};

export const asNumber = (value: unknown): number => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw invalidArgument();
  return value;
};
