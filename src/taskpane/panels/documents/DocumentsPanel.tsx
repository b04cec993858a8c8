import { useLayout } from "../../parts/layout";
import { CountsCard } from "./CountsCard";
import { NewCustomersCard } from "./NewCustomersCard";
import { PullCard } from "./PullCard";
import { ReviewsCard } from "./ReviewsCard";
import { SyncCard } from "./SyncCard";

/** The Layer's documents on their way to Sage: how many stand where, what waits for a person, and the worksheets of each kind. */
const DocumentsPanel = () => {
  const layout = useLayout();
  return (
    <div className={layout.column}>
      <SyncCard />
      <ReviewsCard />
      <NewCustomersCard />
      <CountsCard />
      <PullCard />
    </div>
  );
};

export default DocumentsPanel;
