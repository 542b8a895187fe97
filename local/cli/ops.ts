import { existsSync } from 'node:fs';
import { isDate } from '../../lib/calendar.ts';
import { KEY_FORM, parseDropKey } from '../../lib/ingest/drop-key.ts';
import { approveDay, decideFile, decidePair, type Signed } from '../decide.ts';
import { withRunning, withStores } from '../home.ts';
import { REDRIVE_QUEUES, tellRedrive } from '../redrive.ts';
import { filesIn, replay } from '../replay.ts';
import { showDay, showDrop, showPerson, showRejections, showUnit } from '../show.ts';
import type { Stores } from '../stores.ts';
import { main, readArguments, Usage, wholeNumber } from './arguments.ts';

const USAGE = `npm run -s ops -- show person <employee number> --date YYYY-MM-DD [--json]
npm run -s ops -- show unit <code> --date YYYY-MM-DD [--json]
npm run -s ops -- show day YYYY-MM-DD [--json]
npm run -s ops -- show drop <key> [--json]
npm run -s ops -- rejections <key> [--json]
npm run -s ops -- decide pair --student NO --partner NO|none --date YYYY-MM-DD --by WHO --reason TEXT
npm run -s ops -- decide release|refuse <key> --by WHO --reason TEXT
npm run -s ops -- decide approve YYYY-MM-DD --by WHO --reason TEXT
npm run -s ops -- redrive [drops|work]
npm run -s ops -- replay FOLDER [--days-at-once N]`;

const OPTIONS = {
  date: { type: 'string' },
  json: { type: 'boolean', default: false },
  student: { type: 'string' },
  partner: { type: 'string' },
  by: { type: 'string' },
  reason: { type: 'string' },
  'days-at-once': { type: 'string', default: '10' },
} as const;

interface Asked {
  readonly name: string;
  readonly date?: string | undefined;
  readonly student?: string | undefined;
  readonly partner?: string | undefined;
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
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

/** They change what is published, so they need the workers of a running `npm start`. */
const DECISIONS: Readonly<Record<string, (asked: Asked) => Question>> = {
  pair: ({ student, partner, date, ...signed }) => {
    const pairing = { student: required('student', student), partner: required('partner', partner) };
    if (pairing.student === pairing.partner) throw new Usage('--partner is the student: nobody goes out with themselves');
    const day = checkDate('--date', date);
    const by = signedBy(signed);
    const other = pairing.partner === 'none' ? null : pairing.partner;
    return (stores) => decidePair(stores, { student: pairing.student, partner: other, date: day }, by);
  },
  'release KEY': ({ name, ...signed }) => fileDecision('release', name, signed),
  'refuse KEY': ({ name, ...signed }) => fileDecision('refuse', name, signed),
  'approve DATE': ({ name, ...signed }) => {
    const day = checkDate('the day', name);
    const by = signedBy(signed);
    return (stores) => approveDay(stores, day, by);
  },
};

/** What was set aside goes back to its queue: of one queue, or of both. */
function redriveQuestion([name, ...more]: readonly string[]): Question {
  const wanted = REDRIVE_QUEUES.filter((queue) => name === undefined || queue === name);
  if (more.length > 0 || wanted.length === 0) throw new Usage(USAGE);
  return (stores) => tellRedrive(stores, wanted);
}

/** Files of the past, in a folder that is laid out as the bucket is. */
function replayQuestion([folder, ...more]: readonly string[], daysAtOnce: string): Question {
  if (folder === undefined || more.length > 0) throw new Usage(USAGE);
  if (!existsSync(folder)) throw new Usage(`${folder} does not exist`);
  const days = wholeNumber(daysAtOnce, 'days-at-once', 1, 400);
  return async (stores) => {
    const { dropped, present } = await replay(stores, filesIn(folder, stores), days, (text) => process.stderr.write(`${text}\n`));
    return `${dropped} files dropped and published, ${present} were there already`;
  };
}

/** What an operator does to the work itself; it needs the workers too. */
const OPERATIONS: Readonly<Record<string, (rest: readonly string[], daysAtOnce: string) => Question>> = {
  redrive: redriveQuestion,
  replay: replayQuestion,
};

function fileDecision(verb: 'release' | 'refuse', name: string, signed: Pick<Asked, 'by' | 'reason'>): Question {
  const { key } = checkKey(name);
  const by = signedBy(signed);
  return (stores) => decideFile(stores, verb, key, by);
}

function required(option: string, given: string | undefined): string {
  if (given === undefined || given.trim() === '') throw new Usage(`--${option} is missing\n${USAGE}`);
  return given;
}

function signedBy({ by, reason }: Pick<Asked, 'by' | 'reason'>): Signed {
  return { by: required('by', by), reason: required('reason', reason) };
}

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
  const { values, positionals } = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  const name = positionals.at(-1) ?? '';
  const asked = { name, ...values };
  if (positionals[0] === 'decide') {
    const [, verb = '', subject] = positionals;
    const decision = DECISIONS[subject === undefined ? verb : `${verb} ${verb === 'approve' ? 'DATE' : 'KEY'}`];
    if (decision === undefined || positionals.length > 3) throw new Usage(USAGE);
    process.stdout.write(`${await withRunning(decision(asked))}\n`);
    return 0;
  }
  const operation = OPERATIONS[positionals[0] ?? ''];
  if (operation !== undefined) {
    process.stdout.write(`${await withRunning(operation(positionals.slice(1), values['days-at-once']))}\n`);
    return 0;
  }
  const question = QUESTIONS[positionals.slice(0, -1).join(' ')];
  if (question === undefined) throw new Usage(USAGE);
  process.stdout.write(`${await withStores(question(asked))}\n`);
  return 0;
});
