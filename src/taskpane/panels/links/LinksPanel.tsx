import { SheetWork } from "../../sheet-work/SheetWork";
import { FirstSteps } from "./FirstSteps";

/** Linking customers of The Layer to accounts in Sage. */
export const LinksPanel = () => <SheetWork slug="customer-links" absent={<FirstSteps />} />;
