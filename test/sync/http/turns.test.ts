import * as fc from "fast-check";
import { createTurns } from "../../../src/sync/http";

test("never more than the limit are at work for one key, all finish, and keys do not hold each other up", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 3 }), fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 12 }), async (scheduler, limit, keys) => {
      const inTurn = createTurns(limit);
      const running = new Map<string, number>();
      let most = 0;
      const all = keys.map((key) =>
        inTurn(key, async () => {
          running.set(key, (running.get(key) ?? 0) + 1);
          most = Math.max(most, running.get(key) ?? 0);
          await scheduler.schedule(Promise.resolve());
          running.set(key, (running.get(key) ?? 0) - 1);
        }),
      );
      await scheduler.waitFor(Promise.all(all));
      expect(most).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 60 },
  );
});

test("a turn whose work fails is given up", async () => {
  const inTurn = createTurns(1);
  await expect(inTurn("a", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await inTurn("a", async () => "next")).toBe("next");
});
