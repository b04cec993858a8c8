import * as fc from "fast-check";
import { splitTelephone } from "../../../src/sync/sage200/telephone";

test.each([
  ["0191 496 0000", "44", "191", "4960000"],
  ["01914960000", "44", "191", "4960000"],
  ["(0191) 496 0000", "44", "191", "4960000"],
  ["+44 191 496 0000", "44", "191", "4960000"],
  ["+44 (0)191 496-0000", "44", "191", "4960000"],
  ["0044 191 496 0000", "44", "191", "4960000"],
  ["020 7946 0123", "44", "20", "79460123"],
  ["01632 960001", "44", "1632", "960001"],
  ["0113 496 0001", "44", "113", "4960001"],
  ["07700 900123", "44", "7700", "900123"],
  ["0800 123 4567", "44", "800", "1234567"],
  ["0330 123 4567", "44", "330", "1234567"],
  ["+1 212 555 0100", "1", "", "2125550100"],
  ["+33 1 23 45 67 89", "33", "", "123456789"],
  ["+353 1 234 5678", "353", "", "12345678"],
  ["0191 496 0000 ext 12", "44", "191", "4960000 ext 12"],
  ["0191 496 0000 x12", "44", "191", "4960000 ext 12"],
])("%s is country %s, area %s, number %s", (written, country, area, subscriber) => {
  expect(splitTelephone(written)).toEqual({ country, area, subscriber });
});

test.each(["", "ask reception", "496 0000", "999", "0191 or 0113", "+44"])("what is not a whole number, such as “%s”, is kept as it was written", (written) => {
  expect(splitTelephone(written)).toEqual({ country: "", area: "", subscriber: written });
});

test("no digit is lost but the 0 or 00 that is dialled before the code", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(0|\+|00)[1-9][0-9 ]{6,14}$/), (written) => {
      const { country, area, subscriber } = splitTelephone(written);
      const digits = written.replace(/\D/g, "");
      const kept = `${country}${area}${subscriber}`.replace(/\D/g, "");
      expect([digits, digits.replace(/^0{1,2}/, ""), `44${digits.replace(/^0/, "")}`, digits.replace(/^(00)?440/, "44")]).toContain(kept);
      expect(country.length).toBeLessThanOrEqual(5);
      expect(area.length).toBeLessThanOrEqual(20);
    }),
  );
});
