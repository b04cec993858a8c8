import { createLogger } from "../../src/gateway/logger";

test("a secret is not written, at any depth that our calls log at", () => {
  const written: string[] = [];
  const logger = createLogger("info", { write: (text) => void written.push(text) });
  logger.info({ token: "hidden-1", clientSecret: "hidden-2" }, "top");
  logger.info({ req: { headers: { authorization: "Bearer hidden-3", cookie: "hidden-4" } } }, "request");
  logger.info({ credential: { refreshToken: "hidden-5", accessToken: "hidden-6" } }, "credential");
  logger.info({ answer: { body: { refresh_token: "hidden-7", "ocp-apim-subscription-key": "hidden-8" } } }, "answer");
  expect(written).toHaveLength(4);
  expect(written.join("")).not.toContain("hidden");
  expect(written.join("")).toContain("[secret]");
});
