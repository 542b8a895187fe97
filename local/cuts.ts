import { ORGANISATION_POINTER, organisationPointerSchema } from '../functions/organisation-pointer.ts';
import { ProductError } from '../lib/errors.ts';
import type { Cut } from '../lib/organisation/command.ts';
import type { Stores } from './stores.ts';

/** Posts whose line upwards was cut, and how many directory ids belong to more than one person. Throws NOT_FOUND. */
export async function showCuts({ organisation }: Stores, asJson: boolean): Promise<string> {
  const item = await organisation.get(ORGANISATION_POINTER);
  if (item === undefined) throw new ProductError('NOT_FOUND', 'No organisation is published yet.');
  const { generation, asOf } = organisationPointerSchema.parse(item);
  const found = await organisation.get({ pk: `O#${generation}#CUTS`, sk: 'CUTS' });
  const cuts = (found?.cuts ?? []) as readonly Cut[];
  const shared = ((found?.sharedDirectoryIds ?? []) as readonly string[]).length;
  if (asJson) return JSON.stringify({ asOf, cuts, sharedDirectoryIds: shared }, null, 2);
  return [
    `Line of command as of ${asOf}: ${cuts.length} cuts, ${shared} directory ids of more than one person`,
    ...cuts.map(({ post, reason }) => `  ${post}  ${reason}`),
  ].join('\n');
}
