import { isDate } from '../../lib/calendar.ts';
import { KEY_FORM, parseDropKey } from '../../lib/ingest/drop-key.ts';
import { withStores } from '../home.ts';
import { showDay, showDrop, showPerson, showRejections, showUnit } from '../show.ts';
import type { Stores } from '../stores.ts';
import { main, readArguments, Usage } from './arguments.ts';

const USAGE = `npm run -s ops -- show person <employee number> --date YYYY-MM-DD [--json]
npm run -s ops -- show unit <code> --date YYYY-MM-DD [--json]
npm run -s ops -- show day YYYY-MM-DD [--json]
npm run -s ops -- show drop <key> [--json]
npm run -s ops -- rejections <key> [--json]`;

interface Asked {
  readonly name: string;
  readonly date: string | undefined;
  readonly json: boolean;
}
type Question = (stores: Stores) => Promise<string>;

/** Each checks what it was asked before anything is opened. */
const QUESTIONS: Readonly<Record<string, (asked: Asked) => Question>> = {
  'show person': ({ name, date, json }) => {
    const day = checkDate('--date', date);
    return (stores) => showPerson(stores, name, day, json);
  },
  'show unit': ({ name, date, json }) => {
    const day = checkDate('--date', date);
    return (stores) => showUnit(stores, name, day, json);
  },
  'show day': ({ name, json }) => {
    const day = checkDate('the day', name);
    return (stores) => showDay(stores, day, json);
  },
  'show drop': ({ name, json }) => {
    const { key } = checkKey(name);
    return (stores) => showDrop(stores, key, json);
  },
  rejections: ({ name, json }) => {
    const { key } = checkKey(name);
    return async (stores) => (await showRejections(stores, key, json)) || 'No rejected rows.';
  },
};

function checkDate(what: string, given: string | undefined): string {
  if (given === undefined || !isDate(given)) throw new Usage(`${what} is ${given ?? 'missing'}: a date such as 2026-11-22`);
  return given;
}

function checkKey(given: string) {
  try {
    return parseDropKey(given);
  } catch (cause) {
    throw new Usage(`${cause instanceof Error ? cause.message : cause}: ${KEY_FORM}`);
  }
}

await main(async () => {
  const options = { date: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
  const { values, positionals } = readArguments(process.argv.slice(2), options, USAGE);
  const name = positionals.at(-1);
  const question = QUESTIONS[positionals.slice(0, -1).join(' ')];
  if (question === undefined || name === undefined) throw new Usage(USAGE);
  const text = await withStores(question({ name, date: values.date, json: values.json }));
  process.stdout.write(`${text}\n`);
  return 0;
});
