/**
 * fast-check with a fixed seed, so that a test that passed passes again: the same values are tried on every machine.
 * `FC_SEED=random` tries others, as one does before a release; a failure then prints the seed that repeats it.
 */
import fc from "../../node_modules/fast-check/lib/cjs/fast-check.js";

const { FC_SEED: seed = "20261122" } = process.env;
if (seed !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });

export * from "../../node_modules/fast-check/lib/cjs/fast-check.js";
export default fc;
