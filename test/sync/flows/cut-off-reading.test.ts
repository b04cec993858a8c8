/** Reading The Layer's documents again and again must get to the end, however often it is cut off. */
import { readLayerDocuments } from "../../../src/sync/flows/documents/read-documents";
import type { LayerApi } from "../../../src/sync/layer";
import { failed, failure, ok } from "../../../src/sync/model/failure";
import { aTenant, describeOnEachEngine } from "../../support/database";

const down = failure("layer-down", "The Layer does not answer.", "Try again later.");
const order = (id: string, updatedAt: string) => ({ about: { id, reference: id, updatedAt }, document: ok({ id, reference: id, customerId: "C1", subCompany: "", updatedAt }) });

describeOnEachEngine("a reading of documents that is cut off", (on) => {
  it("goes on from the last page that was stored", async () => {
    const asked: (string | null)[] = [];
    const layer = {
      documentPages: async function* (list: string, since: string | null) {
        if (list !== "orders") return;
        asked.push(since);
        yield ok({ documents: [order("O1", "2026-11-01T10:00:00.000Z"), order("O2", "2026-11-01T11:00:00.000Z")] });
        yield failed(down);
      },
    } as unknown as LayerApi;
    const source = { db: on().db, tenant: aTenant(), layer };
    const signal = new AbortController().signal;
    expect(await readLayerDocuments(source, signal)).toMatchObject({ ok: false });
    await readLayerDocuments(source, signal);
    expect(asked).toEqual([null, "2026-11-01T11:00:00.000Z"]);
  });
});
