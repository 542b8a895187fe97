import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ORGANISATION_POINTER, organisationPointerSchema } from '../../../functions/organisation-pointer.ts';
import type { Organisation } from '../../../lib/organisation/snapshot.ts';
import { DEMO_FORCE } from '../../../local/demo-run.ts';
import type { Run } from './world.ts';

/** The published organisation; its cuts as they stand in the table. */
export async function organisationNow({ stores }: Run): Promise<Organisation> {
  const { generation } = organisationPointerSchema.parse(await stores.organisation.get(ORGANISATION_POINTER));
  const body = gunzipSync(await stores.facts.get(`organisation/${generation}.json.gz`)).toString('utf8');
  const item = await stores.organisation.get({ pk: `O#${generation}#CUTS`, sk: 'CUTS' });
  return { ...(JSON.parse(body) as Organisation), cuts: item?.cuts as Organisation['cuts'] };
}

/** How many items of a unit stand in the open table for a day. */
export async function itemsUnder({ stores }: Run, unit: string, date: string): Promise<number> {
  const items = await stores.productivity.query(`U#${unit}`);
  return items.filter((item) => item.date === date).length;
}

/** The demo force with a mapping of its own, in a folder that is not kept. */
export function forceWithMapping(name: string, mapping: { system: string; feed: string } & Record<string, unknown>): string {
  const folder = join(import.meta.dirname, '..', '..', '..', '.local', 'forces', name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(DEMO_FORCE, folder, { recursive: true });
  mkdirSync(join(folder, 'mappings'), { recursive: true });
  writeFileSync(join(folder, 'mappings', `${mapping.feed}.json`), JSON.stringify(mapping));
  return folder;
}
