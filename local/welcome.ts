import { join, relative } from 'node:path';
import { type Persona, type Personas, SHOWN } from '../demo/personas.ts';
import { longDate } from '../lib/dates.ts';
import type { Cloud } from './cloud/cloud.ts';
import { ACCEPTED_NOT_EMULATED } from './cloud/types.ts';
import { peopleBy } from './directory.ts';
import { type DemoChoice, INBOX } from './home.ts';
import type { Stores } from './stores.ts';
import { allPointers } from './summary.ts';
import { tokenFor } from './token.ts';

export async function readiness(stores: Stores, { people }: DemoChoice): Promise<string> {
  const final = (await allPointers(stores)).filter(({ status }) => status === 'final');
  const last = final.at(-1);
  return `ready: ${people} people, ${final.length} final days, the last one ${last === undefined ? 'none' : longDate(last.date)}`;
}

export interface Ready {
  readonly cloud: Cloud;
  readonly stores: Stores;
  readonly personas: Personas;
  /** The newest whole day. */
  readonly end: string;
  /** Address of the page that describes the API. */
  readonly docs: string;
  readonly dashboard: string;
}

/** What is here and what to try, at the end of a start. */
export async function welcome({ cloud, stores, personas, end, docs, dashboard }: Ready): Promise<string> {
  return `
The dashboard is at ${dashboard} and asks whom to be.
The API answers at ${cloud.apiEndpoint}/v1/, ${docs} describes it; people sign in at ${cloud.identity.endpoint}.
The embedded cloud listens on ${cloud.endpoint} (all of them on this machine only). Accepted, not emulated: ${ACCEPTED_NOT_EMULATED.join(', ')}.

Who can sign in, and what they show:
${await personaLines(stores, personas)}

Ask as the constable and as the sergeant; the tokens last fifteen minutes, then \`npm run -s ops -- token sergeant\` prints another:
${await curl(cloud, stores, personas, 'constable', `/v1/people/${personas.constable}/availability?from=${end}&to=${end}`)}
${await curl(cloud, stores, personas, 'sergeant', '/v1/me/span/availability')}

Try, in another terminal:
  npm run -s ops -- show day ${end}
  npm run -s ops -- show person 100010 --date ${end}
  npm run -s ops -- show unit A01 --date ${end}
  cp some-file.csv ${join(relative(process.cwd(), INBOX), 'connect', 'arrests')}/     and watch what it changes here

Ctrl+C stops it.`;
}

async function personaLines(stores: Stores, personas: Personas): Promise<string> {
  const people = await peopleBy(stores, Object.values(personas));
  const lines = (Object.entries(personas) as [Persona, string][]).map(([persona, id]) => {
    const { name = '', rank = null, type = '' } = people.get(id) ?? {};
    return `  ${persona.padEnd(18)}${id}  ${`${name}, ${rank ?? type}`.padEnd(32)}${SHOWN[persona]}`;
  });
  return lines.join('\n');
}

async function curl(cloud: Cloud, stores: Stores, personas: Personas, persona: Persona, path: string): Promise<string> {
  const token = await tokenFor(stores, cloud.identity, personas, persona);
  return `  curl -s '${cloud.apiEndpoint}${path}' -H 'Authorization: Bearer ${token}'`;
}
