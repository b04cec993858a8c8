import type { Role, Session } from "../../sync/contract";

const rank: Readonly<Record<Role, number>> = { viewer: 1, editor: 2, admin: 3 };

/** Whether the gateway will let this person do it. It decides again itself: this only spares a refusal. */
export const mayAct = (session: Pick<Session, "roles">, needed: Role): boolean => session.roles.some((role) => rank[role] >= rank[needed]);
