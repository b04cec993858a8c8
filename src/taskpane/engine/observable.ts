/** One value that views watch. Setting the same value tells nobody. */
export type Observable<T> = {
  get(): T;
  set(next: T): void;
  update(change: (now: T) => T): void;
  /** Returns the function that stops it. */
  subscribe(listener: () => void): () => void;
};

export const createObservable = <T>(first: T): Observable<T> => {
  let now = first;
  const listeners = new Set<() => void>();
  const set = (next: T) => {
    if (Object.is(now, next)) return;
    now = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => now,
    set,
    update: (change) => set(change(now)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
