import { Field, makeStyles, Select } from "@fluentui/react-components";
import { useDesk, useDeskState } from "../../desk-context";
import { companiesOf } from "../../engine/companies";

const useStyles = makeStyles({
  field: { minWidth: 0, "& .fui-Select": { minWidth: 0 }, "& select": { minWidth: 0, width: "100%" } },
});

/** The company of the chip above, as it narrows everything in this panel. */
export const CompanyField = ({ all }: { /** What choosing none means here. */ readonly all: string }) => {
  const styles = useStyles();
  const desk = useDesk();
  const company = useDeskState((state) => state.company);
  const session = useDeskState((state) => state.session);
  const companies = session.state === "loaded" ? companiesOf(session.value) : [];
  return (
    <Field label="Sage company" size="small" className={styles.field}>
      <Select size="small" value={company ?? ""} onChange={(_event, { value }) => desk.chooseCompany(value || null)}>
        <option value="">{all}</option>
        {companies.map((one) => (
          <option key={one.name} value={one.name}>
            {one.name}
          </option>
        ))}
      </Select>
    </Field>
  );
};
