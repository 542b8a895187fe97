/** An SDK command as a service sees it. */
export interface Command {
  readonly constructor: { readonly name: string };
  readonly input: object;
}

/** One service in memory: takes a command at once and whole, or throws the error that AWS would send. */
export interface Service {
  apply(command: Command): unknown;
}

/** A command or parameter that the simulation does not know is an error of the simulation, never a silent success. */
export function unknownTo(service: string, command: Command): Error {
  return new Error(`${service} of the simulation does not know ${command.constructor.name} ${JSON.stringify(command.input)}`);
}
