/** Defined names: of the workbook, or of one worksheet. They need not be visible. */
import { Refusal } from "./refusal";
import { nameFault } from "./table";

export type DefinedName = { name: string; /** A worksheet's id, or null for the workbook. */ readonly scope: string | null; formula: string; visible: boolean; comment: string };

export class NameSet {
  private names: DefinedName[] = [];

  all(): readonly DefinedName[] {
    return this.names;
  }

  /** By name, whichever its case; a name of the worksheet goes before one of the workbook. */
  find(name: string, worksheet: string | null): DefinedName | null {
    return (worksheet === null ? null : this.own(name, worksheet)) ?? this.own(name, null);
  }

  own(name: string, scope: string | null): DefinedName | null {
    return this.names.find((each) => each.scope === scope && each.name.toLowerCase() === name.toLowerCase()) ?? null;
  }

  /** `formula` with its "=", or a literal that Excel would show in the name manager as ="text". */
  add(defined: DefinedName): DefinedName {
    const fault = nameFault(defined.name);
    if (fault) throw new Refusal("InvalidArgument", fault);
    if (this.own(defined.name, defined.scope)) throw new Refusal("ItemAlreadyExists", `The name ${defined.name} already exists.`);
    this.names.push(defined);
    return defined;
  }

  delete(name: string, scope: string | null): boolean {
    const found = this.own(name, scope);
    this.names = this.names.filter((each) => each !== found);
    return found !== null;
  }

  dropScope(scope: string): void {
    this.names = this.names.filter((each) => each.scope !== scope);
  }
}
