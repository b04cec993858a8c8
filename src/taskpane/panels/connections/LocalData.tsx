import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from "@fluentui/react-components";
import { useState } from "react";
import { useDesk, useDeskState } from "../../desk-context";
import { plural } from "../../engine/wording";
import { ActionButton } from "../../parts/ActionButton";
import { Card } from "../../parts/Card";
import { useLayout } from "../../parts/layout";

const kept = {
  opening: "Opening the local copy.",
  disk: "Look-ups, unpushed edits and pushes in progress are kept on this computer, so that nothing is lost when the pane closes. Passwords and tokens never are.",
  memory: "Nothing is kept on this computer: look-ups and pushes in progress live only while the pane is open.",
} as const;

/** What this computer keeps, and a way to make it forget. */
export const LocalData = () => {
  const layout = useLayout();
  const desk = useDesk();
  const keeps = useDeskState((state) => state.storage.keeps);
  const waiting = useDeskState((state) => state.waitingPushes);
  const [isAsking, setAsking] = useState(false);
  const clear = () => {
    setAsking(false);
    void desk.clearLocalData();
  };
  return (
    <Card title="On this computer">
      <p className={layout.quiet}>{kept[keeps]}</p>
      <div>
        <ActionButton onPress={() => setAsking(true)}>
          Clear local data
        </ActionButton>
      </div>
      <Dialog open={isAsking} onOpenChange={(_event, { open }) => setAsking(open)}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>Clear local data?</DialogTitle>
            <DialogContent>
              {waiting > 0
                ? `${plural(waiting, "push", "pushes")} kept here would be forgotten. What the gateway has accepted it finishes; what it has not heard of is not sent.`
                : "Look-ups are fetched again at the next check. Your sheets stay as they are."}
            </DialogContent>
            <DialogActions fluid>
              <Button onClick={() => setAsking(false)}>Keep it</Button>
              <Button appearance="primary" onClick={clear}>
                Clear local data
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </Card>
  );
};
