/** The pairs of hidden methods by which a client asks for events: `_RegisterDataChangedEvent` and so on. */
import type { Call, EventName } from "./host-type";
import type { Args } from "./args";

type Methods<T> = Record<string, (target: T, args: Args, call: Call) => unknown>;

export const registrations = <T>(events: Readonly<Record<string, EventName>>, targetOf: (target: T) => string): Methods<T> => {
  const methods: Methods<T> = {};
  for (const [name, event] of Object.entries(events)) {
    methods[`_Register${name}Event`] = (target, _args, call) => call.listen(event, targetOf(target), true);
    methods[`_Unregister${name}Event`] = (target, _args, call) => call.listen(event, targetOf(target), false);
    // Some events of the web are named the other way round.
    methods[`_RegisterEvent${name}`] = methods[`_Register${name}Event`] as Methods<T>[string];
    methods[`_UnregisterEvent${name}`] = methods[`_Unregister${name}Event`] as Methods<T>[string];
  }
  return methods;
};
