import type { Role } from "../../sync/contract";
import { useDesk, useDeskState } from "../desk-context";
import { mayAct } from "../engine/roles";
import type { Reason } from "./ActionButton";

/** Why nobody here may do what needs that role now: no gateway, or another role. Null where it may be done. */
export const useRefusal = (needed: Role): Reason | null => {
  const desk = useDesk();
  const session = useDeskState((state) => state.session);
  if (session.state === "failed") return { why: "The gateway cannot be reached.", wayOut: { label: "Try again", go: () => void desk.refreshSession() } };
  if (session.state !== "loaded") return { why: "The gateway has not answered yet." };
  if (mayAct(session.value, needed)) return null;
  return { why: `This needs the role ${needed}. Ask your administrator for it.` };
};
