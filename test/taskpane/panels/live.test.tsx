/**
 * @jest-environment ./test/taskpane/support/browser-environment.ts
 */
import { act, screen } from "@testing-library/react";
import { gatewayDouble } from "../support/gateway-double";
import { showPane } from "../support/show-pane";

const see = (state: "visible" | "hidden") => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
};
afterEach(() => {
  see("visible");
  jest.useRealTimers();
});
const pass = (milliseconds: number) => act(() => jest.advanceTimersByTimeAsync(milliseconds));

const showing = async () => {
  const gateway = gatewayDouble();
  gateway.documents.failPayments(["P-1"]);
  jest.useFakeTimers();
  const pane = await showPane({ gateway });
  await pass(10);
  const counted = () => gateway.requests.filter((request) => request.endsWith("/api/documents/counts")).length;
  return { ...pane, gateway, counted };
};

describe("the figures", () => {
  test("are asked for every half minute, and every 2 seconds while a run is going", async () => {
    const { desk, gateway, counted } = await showing();
    act(() => desk.openPanel("documents"));
    await pass(10);
    const opened = counted();
    await pass(29_000);
    expect(counted()).toBe(opened);
    await pass(1_000);
    expect(counted()).toBe(opened + 1);
    gateway.documents.holdRuns();
    await act(() => desk.documents.sync(null));
    await pass(10);
    const begun = counted();
    await pass(10_000);
    expect(counted()).toBe(begun + 5);
  });

  test("are left alone while nobody can see the pane, and asked for at once when it is seen again", async () => {
    const { desk, gateway, counted } = await showing();
    act(() => desk.openPanel("documents"));
    await pass(10);
    see("hidden");
    const hidden = gateway.requests.length;
    await pass(300_000);
    expect(gateway.requests).toHaveLength(hidden);
    const before = counted();
    see("visible");
    await pass(10);
    expect(counted()).toBe(before + 1);
  });

  test("on other panels ask for no more than the number on the tab", async () => {
    const { gateway, counted } = await showing();
    expect(screen.getByRole("tab", { name: "Errors 1 error" })).toBeTruthy();
    await pass(60_000);
    expect(counted()).toBe(0);
    expect(gateway.requests.filter((request) => request.endsWith("/api/errors"))).toHaveLength(3);
  });
});
