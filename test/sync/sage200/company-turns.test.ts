import { createCompanyTurns } from "../../../src/sync/sage200/company-turns";

const never = () => new Promise<never>(() => undefined);

test("lists never take the last place, so that a posting need not wait for them", async () => {
  const turns = createCompanyTurns(2);
  const begun: string[] = [];
  void turns.read("a", async () => (begun.push("list 1"), never()));
  void turns.read("a", async () => (begun.push("list 2"), never()));
  await new Promise((resolve) => setImmediate(resolve));
  await turns.post("a", async () => begun.push("posting"));
  expect(begun).toEqual(["list 1", "posting"]);
});

test("postings and lists together are never more than the limit, and companies do not hold each other up", async () => {
  const turns = createCompanyTurns(3);
  let now = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (now += 1));
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
  };
  await Promise.all([...Array.from({ length: 9 }, () => turns.post("a", work)), ...Array.from({ length: 9 }, () => turns.read("a", work))]);
  expect(most).toBe(3);
  void turns.post("a", never);
  void turns.post("a", never);
  void turns.post("a", never);
  await expect(turns.post("b", async () => "free")).resolves.toBe("free");
});

test("with one place lists and postings take turns", async () => {
  const turns = createCompanyTurns(1);
  const order: string[] = [];
  await Promise.all([turns.read("a", async () => order.push("list")), turns.post("a", async () => order.push("posting"))]);
  expect(order.sort()).toEqual(["list", "posting"]);
});
