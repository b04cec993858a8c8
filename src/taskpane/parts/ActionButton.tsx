import { Button, Link, makeStyles, tokens, type ButtonProps } from "@fluentui/react-components";
import { useId, type ReactNode } from "react";
import { useWork } from "../desk-context";

export type Reason = {
  /** Why the button cannot be pressed now: "No row is filled in yet." */
  readonly why: string;
  /** What to do instead, as a button of its own. */
  readonly wayOut?: { readonly label: string; readonly go: () => void };
};

const useStyles = makeStyles({
  stack: { display: "flex", flexDirection: "column", alignItems: "flex-start", gap: tokens.spacingVerticalXXS, minWidth: 0 },
  why: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground2, margin: 0 },
});

type Props = {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly reason?: Reason | null;
  readonly primary?: boolean;
  readonly icon?: ButtonProps["icon"];
  readonly size?: ButtonProps["size"];
  /** For buttons whose words alone do not say what they act on. */
  readonly label?: string;
  /** Said on hover while the button can be pressed: its key, for example. */
  readonly title?: string;
  /** Stays usable while other work runs. */
  readonly always?: boolean;
};

/** A button that, when it cannot be pressed, can still be reached and says why beside it. */
export const ActionButton = ({ children, onPress, reason = null, primary = false, icon, size = "medium", label, title, always = false }: Props) => {
  const styles = useStyles();
  const id = useId();
  const work = useWork();
  const isBusy = !always && work !== null && !work.isUnasked;
  const why = reason ?? (isBusy ? { why: `Available when “${work.name}” has finished.` } : null);
  return (
    <div className={styles.stack}>
      <Button
        appearance={primary ? "primary" : "secondary"}
        size={size}
        disabledFocusable={why !== null}
        onClick={why === null ? onPress : undefined}
        aria-label={label}
        aria-describedby={reason ? id : undefined}
        title={why && !reason ? why.why : title}
        {...(icon ? { icon } : {})}
      >
        {children}
      </Button>
      {reason && (
        <p id={id} className={styles.why}>
          {reason.why} {reason.wayOut && <Link as="button" onClick={reason.wayOut.go}>{reason.wayOut.label}</Link>}
        </p>
      )}
    </div>
  );
};
