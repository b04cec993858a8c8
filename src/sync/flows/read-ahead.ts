/** Reads the next page while the last one is being stored: another system and the database then wait for each other no longer. One page ahead, so memory stays bounded. */
export async function* readAhead<Page>(pages: AsyncGenerator<Page, void>): AsyncGenerator<Page, void> {
  const ask = () => {
    const asked = pages.next();
    // What it throws is thrown where it is waited for, which may be after the page before is stored.
    asked.catch(() => undefined);
    return asked;
  };
  let next = ask();
  try {
    for (let page = await next; !page.done; page = await next) {
      next = ask();
      yield page.value;
    }
  } finally {
    // Whoever stops in the middle leaves no page on its way behind.
    await Promise.allSettled([next]);
    await pages.return();
  }
}
