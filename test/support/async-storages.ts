/**
 * Ends each AsyncLocalStorage that came into use while a test file ran. The test runner makes one for every file and never gives it up; up to
 * Node 22 each promise of a process pays for every one in use, so the fortieth file of a worker would run at a fraction of the first one's speed.
 */
import { AsyncLocalStorage } from "node:async_hooks";

const inUse = new Set<AsyncLocalStorage<unknown>>();
const { run } = AsyncLocalStorage.prototype;

AsyncLocalStorage.prototype.run = function remembered<R, Args extends unknown[]>(this: AsyncLocalStorage<unknown>, store: unknown, callback: (...args: Args) => R, ...args: Args): R {
  inUse.add(this);
  return run.call(this, store, callback as (...args: unknown[]) => unknown, ...args) as R;
};

export const endAsyncStorages = (): void => {
  for (const storage of inUse) storage.disable();
  inUse.clear();
};
