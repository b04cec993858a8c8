import { makeStyles, Menu, MenuButton, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, tokens } from "@fluentui/react-components";
import { BuildingRegular } from "@fluentui/react-icons";
import { useDesk, useDeskState } from "../desk-context";
import { companiesOf } from "../engine/companies";
import { plural } from "../engine/wording";

const useStyles = makeStyles({
  chip: { minWidth: 0, maxWidth: "170px", borderRadius: tokens.borderRadiusCircular },
  icon: { "@media (max-width: 360px)": { display: "none" } },
  label: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
});

/** The Sage company in view. Choosing one narrows Documents, Errors and Status, and what is synced; links and mappings show every company's rows. */
export const CompanyChip = () => {
  const styles = useStyles();
  const desk = useDesk();
  const session = useDeskState((state) => state.session);
  const company = useDeskState((state) => state.company);
  const companies = session.state === "loaded" ? companiesOf(session.value) : [];
  const all = companies.length === 0 ? (session.state === "failed" ? "Not connected" : "No company") : companies.length === 1 ? (companies[0]?.name ?? "") : plural(companies.length, "company", "companies");
  const shown = company ?? all;
  return (
    <Menu
      checkedValues={{ company: [company ?? ""] }}
      onCheckedValueChange={(_event, { checkedItems }) => desk.chooseCompany(checkedItems[0] || null)}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton className={styles.chip} size="small" icon={{ children: <BuildingRegular />, className: styles.icon }} aria-label={`Sage company: ${shown}`}>
          <span className={styles.label}>{shown}</span>
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemRadio name="company" value="">
            {companies.length > 1 ? `All ${plural(companies.length, "company", "companies")}` : all}
          </MenuItemRadio>
          {companies.map((one) => (
            <MenuItemRadio key={one.name} name="company" value={one.name} secondaryContent={one.siteName}>
              {one.name}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
};
