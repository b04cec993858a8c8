import { Button } from "@fluentui/react-components";
import { ArrowLeftRegular } from "@fluentui/react-icons";
import { useEffect } from "react";
import { sheets } from "../../../sync/sheets";
import { useDesk, useDeskState } from "../../desk-context";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { SheetWork } from "../../sheet-work/SheetWork";
import { MappingCard } from "./MappingCard";
import { mappings } from "./mappings";
import { NoMappingSheet } from "./NoMappingSheet";

/** The three sheets that say where The Layer's documents go in Sage: an overview, and one of them at work. */
const MappingsPanel = () => {
  const layout = useLayout();
  const desk = useDesk();
  const open = useDeskState((state) => state.mapping);
  const coverage = useDeskState((state) => state.coverage);
  useEffect(() => void desk.loadCoverage(), [desk]);

  if (open !== null) {
    return (
      <div className={layout.column}>
        <div>
          <Button size="small" appearance="subtle" icon={<ArrowLeftRegular />} onClick={() => desk.openMapping(null)}>
            All mappings
          </Button>
        </div>
        <SheetWork key={open} slug={open} absent={<NoMappingSheet slug={open} />} />
      </div>
    );
  }
  return (
    <div className={layout.column}>
      {coverage.state === "failed" && <FailureBar intent="warning" failure={coverage.failure} />}
      {mappings.map((mapping) => (
        <MappingCard key={mapping.slug} mapping={mapping} name={sheets[mapping.slug].name} coverage={coverage.state === "loaded" ? coverage.value : null} />
      ))}
    </div>
  );
};

export default MappingsPanel;
