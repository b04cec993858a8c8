import { lastNight } from "../../../../src/sync/flows/documents/night";

test.each([
  ["2026-11-22T02:00:00.000Z", "2026-11-22T02:00:00.000Z"],
  ["2026-11-22T01:59:59.999Z", "2026-11-21T02:00:00.000Z"],
  ["2026-03-01T00:30:00.000Z", "2026-02-28T02:00:00.000Z"],
  ["2026-12-31T23:00:00.000Z", "2026-12-31T02:00:00.000Z"],
])("at %s it was last two in the morning on %s", (now, night) => expect(lastNight(new Date(now)).toISOString()).toBe(night));
