/**
 * Looks at a stream's first line before anything is answered: a stream that cannot even begin is a refusal with a status,
 * not a success that ends at once.
 */
export const peek = async <T>(lines: AsyncIterable<T>): Promise<{ readonly first: T | undefined; readonly all: AsyncIterable<T> }> => {
  const source = lines[Symbol.asyncIterator]();
  const begun = await source.next();
  async function* all() {
    try {
      for (let turn = begun; !turn.done; turn = await source.next()) yield turn.value;
    } finally {
      await source.return?.();
    }
  }
  return { first: begun.done ? undefined : begun.value, all: all() };
};
