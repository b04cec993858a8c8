/** The ledger's other side: what goes to The Layer and what goes to Sage, each through its own poster. */
import type { LayerPayment, Posting, SagePosting } from "../documents/posting";
import type { StoredIntent } from "../ledger/store";
import type { Poster } from "../ledger/work";

export type PostingSystems = { readonly sage: Poster<SagePosting>; readonly layer: Poster<LayerPayment> };

export const createPostingSystems = ({ sage, layer }: PostingSystems): Poster<Posting> => {
  const to = <Answer>({ payload, ...intent }: StoredIntent<Posting>, sageDoes: (stored: StoredIntent<SagePosting>) => Answer, layerDoes: (stored: StoredIntent<LayerPayment>) => Answer): Answer =>
    payload.kind === "layer-payment" ? layerDoes({ ...intent, payload }) : sageDoes({ ...intent, payload });
  return {
    send: (stored, inTime) => to(stored, (posting) => sage.send(posting, inTime), (payment) => layer.send(payment, inTime)),
    lookUp: (stored) => to(stored, (posting) => sage.lookUp(posting), (payment) => layer.lookUp(payment)),
  };
};
