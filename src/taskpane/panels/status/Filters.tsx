import { Checkbox, Field, makeStyles, Select, tokens } from "@fluentui/react-components";
import type { SheetQuery } from "../../../sync/contract";
import { useDesk, useDeskState } from "../../desk-context";
import { companiesOf } from "../../engine/companies";

const useStyles = makeStyles({
  filters: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(130px, 1fr))", gap: tokens.spacingHorizontalS, alignItems: "end" },
  wide: { gridColumn: "1 / -1" },
  field: { minWidth: 0, "& .fui-Select": { minWidth: 0 }, "& select": { minWidth: 0, width: "100%" } },
});

type Props = { readonly filters: SheetQuery; readonly company: string | null; readonly onChange: (filters: SheetQuery) => void };

const synced = (value: string): Pick<SheetQuery, "synced"> => (value === "yes" || value === "no" ? { synced: value } : {});

/** Which customers to pull. The company is the one of the chip above, as it narrows everything in this panel. */
export const Filters = ({ filters, company, onChange }: Props) => {
  const styles = useStyles();
  const desk = useDesk();
  const session = useDeskState((state) => state.session);
  const companies = session.state === "loaded" ? companiesOf(session.value) : [];
  const { synced: _synced, attention: _attention, ...rest } = filters;
  return (
    <div className={styles.filters} role="group" aria-label="Which customers to pull">
      <Field label="Sage company" size="small" className={styles.field}>
        <Select size="small" value={company ?? ""} onChange={(_event, { value }) => desk.chooseCompany(value || null)}>
          <option value="">All companies</option>
          {companies.map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Ever synced" size="small" className={styles.field}>
        <Select size="small" value={filters.synced ?? ""} onChange={(_event, { value }) => onChange({ ...rest, ...(filters.attention ? { attention: filters.attention } : {}), ...synced(value) })}>
          <option value="">Yes and no</option>
          <option value="yes">Yes</option>
          <option value="no">No</option>
        </Select>
      </Field>
      <Checkbox
        className={styles.wide}
        label="Only what needs attention"
        checked={filters.attention === "yes"}
        onChange={(_event, { checked }) => onChange({ ...rest, ...(filters.synced ? { synced: filters.synced } : {}), ...(checked === true ? { attention: "yes" as const } : {}) })}
      />
    </div>
  );
};
