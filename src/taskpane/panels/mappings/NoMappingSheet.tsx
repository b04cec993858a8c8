import { sheets } from "../../../sync/sheets";
import { useDesk } from "../../desk-context";
import type { MappingSlug } from "../../engine/state";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { useLayout } from "../../parts/layout";

/** Says what would be here, and how to get it. */
export const NoMappingSheet = ({ slug }: { readonly slug: MappingSlug }) => {
  const layout = useLayout();
  const desk = useDesk();
  const { name } = sheets[slug];
  return (
    <Card title={name}>
      <p className={layout.text}>This workbook has no {name} sheet yet.</p>
      <div className={layout.row}>
        <ActionButton primary onPress={() => void desk.fill(slug)}>
          New template from The Layer
        </ActionButton>
        <ActionButton onPress={() => void desk.adopt(slug)}>
          Use this sheet
        </ActionButton>
      </div>
    </Card>
  );
};
