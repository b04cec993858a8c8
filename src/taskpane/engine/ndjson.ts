/** Complete lines of a streamed body, as they arrive. A last line without its line feed counts too. Blank lines are skipped. */
export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") yield line;
    }
    rest += decoder.decode();
    if (rest.trim() !== "") yield rest;
  } finally {
    // A reader that stops early must not leave the gateway sending to nobody. A body already in error has nothing left to cancel.
    await reader.cancel().catch(() => undefined);
  }
}
