import { balanceQuery, customerBalances, paths, receiptTotalsPage, receiptTotalsQuery } from "../../sync/contract";
import { refuse } from "../refusals";
import { refusals, type Api, type RouteContext } from "./context";

/** What Sage says of receipts and of what customers owe. */
export const receiptReportRoutes = (api: Api, { core }: RouteContext): void => {
  api.get(
    paths.receiptTotals,
    {
      config: { needs: "viewer" },
      schema: { summary: "Control totals of receipts, by Sage company", description: "Over all receipts, whatever rows are shown. Each company says when its ledger was read.", querystring: receiptTotalsQuery, response: { 200: receiptTotalsPage, ...refusals } },
    },
    async (request, reply) => {
      const totals = await core.receiptTotals(request.query.company);
      return totals.ok ? reply.send({ companies: [...totals.value], asOf: new Date().toISOString() }) : refuse(request, reply, totals.failure);
    },
  );

  api.get(
    paths.balances,
    {
      config: { needs: "viewer" },
      schema: { summary: "What a customer owes in each Sage company, as Sage has it now", description: "Companies that it is not linked with say so; what could not be read says why. No older figure stands in.", querystring: balanceQuery, response: { 200: customerBalances, ...refusals } },
    },
    async (request, reply) => {
      const balances = await core.balancesOf(request.query.customer);
      return balances.ok ? reply.send(balances.value) : refuse(request, reply, balances.failure);
    },
  );
};
