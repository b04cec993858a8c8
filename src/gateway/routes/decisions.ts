import { companySettings, companySettingsChange, companySettingsPage, newCustomerAnswer, newCustomerDecision, newCustomers, paths } from "../../sync/contract";
import { refuse } from "../refusals";
import { actorOf, refusals, type Api, type RouteContext } from "./context";

/** What people decide about syncing: a customer that may have an account in Sage already, and how a company is synced. */
export const decisionRoutes = (api: Api, { core }: RouteContext): void => {
  api.get(
    paths.newCustomers,
    { config: { needs: "viewer" }, schema: { summary: "Customers that wait for Link, Create or Skip, each with the accounts that resemble it", response: { 200: newCustomers, ...refusals } } },
    async (_request, reply) => reply.send({ customers: [...(await core.newCustomers())] }),
  );

  api.post(
    paths.newCustomers,
    { config: { needs: "editor" }, schema: { summary: "Link, Create or Skip one of them", body: newCustomerDecision, response: { 200: newCustomerAnswer, ...refusals } } },
    async (request, reply) => {
      const result = await core.decideNewCustomer(request.body, actorOf(request));
      return result.ok ? reply.send({ run: result.value }) : refuse(request, reply, result.failure);
    },
  );

  api.get(
    paths.companySettings,
    { config: { needs: "viewer" }, schema: { summary: "How each Sage company is synced", response: { 200: companySettingsPage, ...refusals } } },
    async (_request, reply) => reply.send({ companies: [...(await core.companySettings())] }),
  );

  api.post(
    paths.companySettings,
    { config: { needs: "admin" }, schema: { summary: "Change how a Sage company is synced", body: companySettingsChange, response: { 200: companySettings, ...refusals } } },
    async (request, reply) => {
      const changed = await core.changeCompanySettings(request.body, actorOf(request));
      return changed.ok ? reply.send(changed.value) : refuse(request, reply, changed.failure);
    },
  );
};
