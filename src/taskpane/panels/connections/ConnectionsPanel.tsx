import { Spinner } from "@fluentui/react-components";
import { useDesk, useDeskState } from "../../desk-context";
import { ActionButton } from "../../parts/ActionButton";
import { FailureBar } from "../../parts/FailureBar";
import { useLayout } from "../../parts/layout";
import { ConnectionCard } from "./ConnectionCard";
import { CompanySettingsCard } from "./CompanySettingsCard";
import { LocalData } from "./LocalData";

/** Which systems the gateway speaks to, for whom, and for how long. Set up by the administrator; read here. */
const ConnectionsPanel = () => {
  const layout = useLayout();
  const desk = useDesk();
  const session = useDeskState((state) => state.session);
  return (
    <div className={layout.column}>
      {(session.state === "idle" || session.state === "loading") && <Spinner label="Asking the gateway" />}
      {session.state === "failed" && <FailureBar failure={session.failure} />}
      {session.state === "loaded" && (
        <>
          <p className={layout.quiet}>
            Signed in as {session.value.user.name} ({session.value.roles.join(", ")}). Gateway version {session.value.version}.
          </p>
          {session.value.connections.map((connection) => (
            <ConnectionCard key={`${connection.system} ${connection.name}`} connection={connection} />
          ))}
        </>
      )}
      <div>
        <ActionButton primary onPress={() => void desk.refreshSession()}>
          Check again
        </ActionButton>
      </div>
      {session.state === "loaded" && <CompanySettingsCard />}
      <LocalData />
    </div>
  );
};

export default ConnectionsPanel;
