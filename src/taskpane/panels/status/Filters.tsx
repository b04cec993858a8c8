import { Checkbox, makeStyles, tokens } from "@fluentui/react-components";
import type { SheetQuery } from "../../../sync/contract";
import { ChoiceField } from "../../parts/ChoiceField";
import { CompanyField } from "../../parts/CompanyField";

const useStyles = makeStyles({
  filters: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(130px, 1fr))", gap: tokens.spacingHorizontalS, alignItems: "end" },
  wide: { gridColumn: "1 / -1" },
});

type Props = { readonly filters: SheetQuery; readonly onChange: (filters: SheetQuery) => void };

/** Which customers to pull. The company is the one of the chip above, as it narrows everything in this panel. */
export const Filters = ({ filters, onChange }: Props) => {
  const styles = useStyles();
  const { synced: _synced, attention: _attention, ...rest } = filters;
  return (
    <div className={styles.filters} role="group" aria-label="Which customers to pull">
      <CompanyField />
      <ChoiceField
        label="Ever synced"
        value={filters.synced ?? ""}
        options={[["", "Yes and no"], ["yes", "Yes"], ["no", "No"]]}
        onChoose={(value) => onChange({ ...rest, ...(filters.attention ? { attention: filters.attention } : {}), ...(value === "" ? {} : { synced: value }) })}
      />
      <Checkbox
        className={styles.wide}
        label="Only what needs attention"
        checked={filters.attention === "yes"}
        onChange={(_event, { checked }) => onChange({ ...rest, ...(filters.synced ? { synced: filters.synced } : {}), ...(checked === true ? { attention: "yes" as const } : {}) })}
      />
    </div>
  );
};
