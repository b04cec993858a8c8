/** Rings in this process when there is something to look at, so that a poll can be slow and an answer still quick. */
export type Bell = {
  ring(): void;
  /** Resolves at the next ring, after `ms`, or when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
};

export const createBell = (): Bell => {
  const waiting = new Set<() => void>();
  return {
    ring: () => waiting.forEach((wake) => wake()),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        waiting.add(wake);
        signal.addEventListener("abort", wake, { once: true });
        if (signal.aborted) wake();
      }),
  };
};
