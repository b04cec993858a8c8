/** Runs the suites that take longest first, so that none is left running alone at the end. A fresh clone has no timings to go by. */
const slow = ["e2e/", "simulation/", "flows/kill", "flows/retry", "store/migrations", "store/embedded", "flows/", "store/", "gateway/", "panels/", "documents/analysis", "budgets"];
const rank = ({ path }) => {
  const at = slow.findIndex((part) => path.includes(part));
  return at < 0 ? slow.length : at;
};

/** Jest's sequencer interface; failures and timings of earlier runs are not kept. */
export default class SlowFirst {
  sort(tests) {
    return [...tests].sort((one, other) => rank(one) - rank(other) || (one.path < other.path ? -1 : 1));
  }

  shard(tests, { shardIndex, shardCount }) {
    return tests.filter((_, at) => at % shardCount === shardIndex - 1);
  }

  allFailedTests() {
    return [];
  }

  cacheResults() {}
}
