/** At most `limit` at once for each key; the others wait in the order in which they came. */
export const createTurns = (limit: number) => {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  const begin = (key: string): Promise<void> => {
    const now = running.get(key) ?? 0;
    if (now < limit) {
      running.set(key, now + 1);
      return Promise.resolve();
    }
    return new Promise((resolve) => waiting.set(key, [...(waiting.get(key) ?? []), resolve]));
  };

  /** Hands the turn to the next in line, or gives it up. */
  const end = (key: string): void => {
    const [next, ...rest] = waiting.get(key) ?? [];
    if (next) {
      if (rest.length > 0) waiting.set(key, rest);
      else waiting.delete(key);
      next();
      return;
    }
    const left = (running.get(key) ?? 1) - 1;
    if (left > 0) running.set(key, left);
    else running.delete(key);
  };

  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    await begin(key);
    try {
      return await work();
    } finally {
      end(key);
    }
  };
};
