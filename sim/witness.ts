import type { Observer } from '../functions/observe.ts';

/** Who is told what the handlers log and count, and which messages are set aside. */
export interface Witness {
  readonly observer: Observer;
  setAside(body: string): void;
}

/** Nothing is printed. */
export const NOBODY: Witness = witnessOf(() => undefined);

/** Everything as one text each. */
export function witnessOf(say: (way: 'output' | 'set aside', text: string) => void): Witness {
  const log = (message: string, more: object = {}) => say('output', JSON.stringify({ message, ...more }));
  const logger = { info: log, warn: log, error: log, addContext() {} };
  const count = (name: string, value = 1) => say('output', JSON.stringify({ [name]: value }));
  return { observer: { logger, count } as unknown as Observer, setAside: (body) => say('set aside', body) };
}
