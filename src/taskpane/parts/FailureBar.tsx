import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { paddingBlock: tokens.spacingVerticalXS, overflowWrap: "anywhere", whiteSpace: "normal" },
});

type Props = {
  readonly failure: { readonly cause: string; readonly cure: string };
  readonly intent?: "error" | "warning" | "info";
  readonly onDismiss?: () => void;
  readonly children?: ReactNode;
};

/** What went wrong and what to do, in two sentences. */
export const FailureBar = ({ failure, intent = "error", onDismiss, children }: Props) => {
  const styles = useStyles();
  return (
    <MessageBar intent={intent} layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{failure.cause}</MessageBarTitle> {failure.cure}
      </MessageBarBody>
      {children && <MessageBarActions>{children}</MessageBarActions>}
      {onDismiss && (
        <MessageBarActions containerAction={<Button appearance="transparent" size="small" icon={<DismissRegular />} aria-label="Dismiss this message" onClick={onDismiss} />} />
      )}
    </MessageBar>
  );
};
