/** Which members of Office.js the workbench has, by class. */
import type { HostType } from "./host-type";
import { applicationType, cultureInfoType, runtimeType } from "./types/application";
import { conditionalFormatCollectionType, conditionalFormatType } from "./types/conditional-formats";
import { cellValueType, conditionalFillType, conditionalFontType, conditionalRangeFormatType, conditionalRuleType, customType, textComparisonType } from "./types/conditional-rules";
import { customXmlPartCollectionType, customXmlPartScopedCollectionType, customXmlPartType } from "./types/custom-xml";
import { worksheetCustomPropertyCollectionType, worksheetCustomPropertyType } from "./types/custom-properties";
import { dataValidationType } from "./types/data-validation";
import { autoFilterType, filterType } from "./types/filters";
import { freezePanesType } from "./types/freeze-panes";
import { namedItemCollectionType, namedItemType } from "./types/names";
import { noteCollectionType, noteType } from "./types/notes";
import { headerFooterGroupType, headerFooterType, pageLayoutType } from "./types/page-layout";
import { worksheetProtectionType } from "./types/protection";
import { rangeCollectionType } from "./types/range-areas";
import { formatProtectionType, rangeFillType, rangeFontType, rangeFormatType } from "./types/range-format";
import { rangeAreasType, rangeType } from "./types/range-target";
import { settingCollectionType, settingType } from "./types/settings";
import { rangeSortType, tableSortType } from "./types/sorting";
import { tableColumnCollectionType, tableColumnType } from "./types/table-columns";
import { tableRowCollectionType, tableRowType } from "./types/table-rows";
import { tableCollectionType, tableScopedCollectionType, tableType } from "./types/tables";
import { workbookType } from "./types/workbook";
import { worksheetType } from "./types/worksheet";
import { worksheetCollectionType } from "./types/worksheets";

type Described = Pick<HostType<never>, "name" | "members">;

const types: readonly Described[] = [
  applicationType, autoFilterType, cellValueType, conditionalFillType, conditionalFontType, conditionalFormatCollectionType, conditionalFormatType,
  conditionalRangeFormatType, conditionalRuleType, cultureInfoType, customType, customXmlPartCollectionType, customXmlPartScopedCollectionType, customXmlPartType,
  dataValidationType, filterType, formatProtectionType, freezePanesType, headerFooterGroupType, headerFooterType, namedItemCollectionType, namedItemType, noteCollectionType, noteType, pageLayoutType,
  rangeAreasType, rangeCollectionType, rangeFillType, rangeFontType, rangeFormatType, rangeSortType, rangeType, runtimeType, settingCollectionType, settingType,
  tableCollectionType, tableColumnCollectionType, tableColumnType, tableRowCollectionType, tableRowType, tableScopedCollectionType, tableSortType, tableType,
  textComparisonType, workbookType, worksheetCollectionType, worksheetCustomPropertyCollectionType, worksheetCustomPropertyType, worksheetProtectionType, worksheetType,
];

/** "Range" → its members by their Office.js names. */
export const supportedMembers = (): ReadonlyMap<string, ReadonlySet<string>> => new Map(types.map((type) => [type.name, new Set(type.members())]));
