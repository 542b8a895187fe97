import type { Payload } from '../../lib/api/responses.ts';
import { number, plural, sentenceCase } from '../format.ts';

type Fault = NonNullable<Payload<'dropRejections'>['rows'][number]['issues'][number]>;
type Rows = Payload<'drops'>['drops'][number]['rows'];

const STATES: Readonly<Record<string, string>> = {
  accepted: 'Accepted',
  held: 'Held until a person decides',
  refused: 'Refused',
  duplicate: 'The same as an older version',
  withdrawn: 'Withdrawn',
};
export const stateOf = (state: string) => STATES[state] ?? state;

/** What is wrong, as far as the viewer may read it. */
export function faultText({ code, message, value, allowed }: Fault): string {
  const said = message ?? code.replaceAll('_', ' ').toLowerCase();
  const found = value === null ? '' : ` Found: ${value}.`;
  const wanted = allowed === null ? '' : ` Allowed: ${allowed}.`;
  return `${sentenceCase(said)}.${found}${wanted}`;
}

/** Null when the viewer may not know how many. */
export function rowsText(rows: Rows): string {
  if (rows === null) return 'Not shown';
  const others = [
    rows.quarantined > 0 ? `${plural(rows.quarantined, 'row')} rejected` : '',
    rows.outOfScope > 0 ? `${number(rows.outOfScope)} out of scope` : '',
    rows.duplicate > 0 ? `${number(rows.duplicate)} given twice` : '',
  ].filter((text) => text !== '');
  return `${plural(rows.accepted, 'row')} of ${number(rows.inFile)} taken${others.length === 0 ? '' : `, ${others.join(', ')}`}`;
}
