/**
 * How a file names the comparisons that the Office API names alike in conditional formats and in data validation. The two "or equal" it
 * names differently: `GreaterThanOrEqual` in the one, `GreaterThanOrEqualTo` in the other.
 */
export const comparisons = {
  between: "Between",
  notBetween: "NotBetween",
  equal: "EqualTo",
  notEqual: "NotEqualTo",
  greaterThan: "GreaterThan",
  lessThan: "LessThan",
} as const;
