declare module "munkres-js" {
  /** Pairs of row and column that cost least in sum; the matrix may be oblong. */
  const computeMunkres: (costs: number[][]) => [number, number][];
  export default computeMunkres;
}
