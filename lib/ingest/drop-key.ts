import { formatInstant, isDate } from '../dates.ts';
import { FileRefused } from '../errors.ts';
import { type FeedName, findFeed } from '../sources/catalogue.ts';
import type { Feed } from '../sources/feed.ts';

export interface DropKey {
  readonly key: string;
  readonly system: string;
  readonly feed: Feed & { readonly name: FeedName };
  /** The last part of the key; names of a feed sort by extract time. */
  readonly name: string;
  /** UTC, `YYYY-MM-DDTHH:mm:ssZ`: the only time by which limits and lateness are measured. */
  readonly extractTime: string;
  readonly gzipped: boolean;
}

const FORM =
  /^([a-z-]{1,32})\/([a-z-]{1,40})\/([a-z-]{1,40})_(\d{4})(\d{2})(\d{2})T([01]\d|2[0-3])([0-5]\d)([0-5]\d)Z(?:_([a-z0-9]{1,16}))?\.csv(\.gz)?$/;
/** Of a key that is refused so much is repeated; one of the form is always shorter. */
const LONGEST_VALUE = 200;
export const KEY_FORM = '<system>/<feed>/<feed>_<YYYYMMDDTHHMMSSZ>[_<part>].csv[.gz]';

/** Reads a drop key; throws FileRefused with what is wrong. The key is used as it comes, never decoded or normalised. */
export function parseDropKey(key: string): DropKey {
  const found = FORM.exec(key);
  if (found === null) throw refuse('BAD_KEY', 'the name of the file is not that of a drop', key);
  const [, system = '', folder = '', stem = '', year, month, day, hour, minute, second, , gz] = found;
  if (folder !== stem) throw refuse('BAD_KEY', 'the folder and the file name different feeds', key);
  const feed = findFeed(system, folder);
  if (feed === undefined) throw refuse('UNKNOWN_FEED', `no feed ${system}/${folder} exists`, key);
  const date = `${year}-${month}-${day}`;
  if (!isDate(date)) throw refuse('BAD_KEY', 'the extract time is no date', key);
  return {
    key,
    system,
    feed,
    name: key.slice(key.lastIndexOf('/') + 1),
    extractTime: `${date}T${hour}:${minute}:${second}Z`,
    gzipped: gz !== undefined,
  };
}

function refuse(code: string, message: string, value: string): FileRefused {
  return new FileRefused({ code, message, value: value.slice(0, LONGEST_VALUE), allowed: KEY_FORM });
}

/** The start of every drop name of a feed taken at an instant: `duties_20261122T090000Z`. */
export function dropNameStem(feed: string, instant: number): string {
  return `${feed}_${formatInstant(instant).replace(/[-:]/g, '')}`;
}

export function formatDropKey(system: string, feed: string, instant: number, suffix = '.csv'): string {
  return `${system}/${feed}/${dropNameStem(feed, instant)}${suffix}`;
}
