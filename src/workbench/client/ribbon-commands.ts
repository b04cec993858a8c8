/** Ribbon commands: functions the add-in associated with names, run as the ribbon would run them. */
type Command = (event: unknown) => unknown;

export class RibbonCommands {
  private readonly commands = new Map<string, Command>();

  associate(name: string, command: Command): void {
    this.commands.set(name, command);
  }

  get names(): readonly string[] {
    return [...this.commands.keys()];
  }

  /** Resolves when the command says it is completed. Rejects for a name nobody associated, or a command that throws before that. */
  run(name: string, controlId: string = name): Promise<void> {
    const command = this.commands.get(name);
    if (!command) return Promise.reject(new Error(`The add-in has no command ${name}.`));
    return new Promise((resolve, reject) => {
      const event = { source: { id: controlId }, completed: () => resolve() };
      Promise.resolve()
        .then(() => command(event))
        .catch(reject);
    });
  }
}
