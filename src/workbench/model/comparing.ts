/** The comparisons that conditional formats and data validation share. */
import { compareValues } from "./order";
import type { ValidationOperator } from "./validation";
import type { Value } from "./value";

/** `second` counts where there are two limits only. Errors compare as Excel orders them, last. */
export const fulfils = (value: Value, operator: ValidationOperator, first: Value, second: Value): boolean => {
  const order = compareValues(value, first);
  switch (operator) {
    case "Between":
      return order >= 0 && compareValues(value, second) <= 0;
    case "NotBetween":
      return order < 0 || compareValues(value, second) > 0;
    case "EqualTo":
      return order === 0;
    case "NotEqualTo":
      return order !== 0;
    case "GreaterThan":
      return order > 0;
    case "LessThan":
      return order < 0;
    case "GreaterThanOrEqualTo":
      return order >= 0;
    case "LessThanOrEqualTo":
      return order <= 0;
  }
};
