import { useDesk, useDeskState } from "../desk-context";
import { companiesOf } from "../engine/companies";
import { ChoiceField } from "./ChoiceField";

/** The company of the chip above, as it narrows everything in a panel. */
export const CompanyField = () => {
  const desk = useDesk();
  const company = useDeskState((state) => state.company);
  const session = useDeskState((state) => state.session);
  const companies = session.state === "loaded" ? companiesOf(session.value) : [];
  return (
    <ChoiceField
      label="Sage company"
      value={company ?? ""}
      options={[["", "All companies"], ...companies.map(({ name }) => [name, name] as const)]}
      onChoose={(value) => desk.chooseCompany(value || null)}
    />
  );
};
