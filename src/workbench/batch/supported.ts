/** Which members of Office.js the workbench has, by class. */
import type { HostType } from "./host-type";
import { applicationType, runtimeType } from "./types/application";
import { conditionalFormatCollectionType, conditionalFormatType } from "./types/conditional-formats";
import { cellValueType, customType, textComparisonType } from "./types/conditional-rules";
import { customXmlPartCollectionType } from "./types/custom-xml";
import { worksheetCustomPropertyCollectionType } from "./types/custom-properties";
import { dataValidationType } from "./types/data-validation";
import { autoFilterType, filterType } from "./types/filters";
import { freezePanesType } from "./types/freeze-panes";
import { namedItemCollectionType, namedItemType } from "./types/names";
import { noteCollectionType, noteType } from "./types/notes";
import { worksheetProtectionType } from "./types/protection";
import { rangeCollectionType } from "./types/range-areas";
import { formatProtectionType, rangeFillType, rangeFontType, rangeFormatType } from "./types/range-format";
import { rangeAreasType, rangeType } from "./types/range-target";
import { settingCollectionType } from "./types/settings";
import { rangeSortType, tableSortType } from "./types/sorting";
import { tableColumnCollectionType, tableColumnType } from "./types/table-columns";
import { tableRowCollectionType } from "./types/table-rows";
import { tableCollectionType, tableScopedCollectionType, tableType } from "./types/tables";
import { workbookType } from "./types/workbook";
import { worksheetType } from "./types/worksheet";
import { worksheetCollectionType } from "./types/worksheets";

type Described = Pick<HostType<never>, "name" | "members">;

const types: readonly Described[] = [
  applicationType, autoFilterType, cellValueType, conditionalFormatCollectionType, conditionalFormatType, customType, customXmlPartCollectionType,
  dataValidationType, filterType, formatProtectionType, freezePanesType, namedItemCollectionType, namedItemType, noteCollectionType, noteType,
  rangeAreasType, rangeCollectionType, rangeFillType, rangeFontType, rangeFormatType, rangeSortType, rangeType, runtimeType, settingCollectionType,
  tableCollectionType, tableColumnCollectionType, tableColumnType, tableRowCollectionType, tableScopedCollectionType, tableSortType, tableType,
  textComparisonType, workbookType, worksheetCollectionType, worksheetCustomPropertyCollectionType, worksheetProtectionType, worksheetType,
];

/** "Range" → its members by their Office.js names. */
export const supportedMembers = (): ReadonlyMap<string, ReadonlySet<string>> => new Map(types.map((type) => [type.name, new Set(type.members())]));
