import { existsSync } from 'node:fs';
import { demoForce } from '../../demo/force.ts';
import { personasOf } from '../../demo/personas.ts';
import { FUNCTIONAL_ROLES } from '../../lib/access/grants.ts';
import { isDate } from '../../lib/dates.ts';
import { KEY_FORM, parseDropKey } from '../../lib/ingest/drop-key.ts';
import { readForceFolder } from '../../scripts/bundle.ts';
import { backfill, filesIn } from '../backfill.ts';
import { showCuts } from '../cuts.ts';
import { approveDay, decideFile, decidePair, type Signed } from '../decide.ts';
import { DEMO_FORCE } from '../demo-run.ts';
import { grantRole } from '../grant-role.ts';
import { readChoice, somethingRuns, withRunning, withSignIn, withStores } from '../home.ts';
import { REDRIVE_QUEUES, tellRedrive } from '../redrive.ts';
import { showDay, showDrop, showPerson, showRejections, showUnit } from '../show.ts';
import { showStatus } from '../status.ts';
import type { Stores } from '../stores.ts';
import { tokenFor } from '../token.ts';
import { showWarnings } from '../warnings.ts';
import { main, readArguments, Usage, wholeNumber } from './arguments.ts';
import { REBUILD_OPTIONS, REBUILD_USAGE, rebuildCommand } from './rebuild.ts';

const USAGE = `npm run -s ops -- status [--json]
npm run -s ops -- cuts [--json]
npm run -s ops -- show person <employee number> --date YYYY-MM-DD [--json]
npm run -s ops -- show unit <code> --date YYYY-MM-DD [--json]
npm run -s ops -- show day YYYY-MM-DD [--json]
npm run -s ops -- show drop <key> [--json]
npm run -s ops -- rejections <key> [--json]
npm run -s ops -- warnings [--json]
npm run -s ops -- decide pair --student NO --partner NO|none --date YYYY-MM-DD --by WHO --reason TEXT
npm run -s ops -- decide release|refuse <key> --by WHO --reason TEXT
npm run -s ops -- decide approve YYYY-MM-DD --by WHO --reason TEXT
npm run -s ops -- redrive [drops|work]
npm run -s ops -- backfill FOLDER [--days-at-once N]
npm run -s ops -- grant-role <employee number> <role> --by WHO --reason TEXT
npm run -s ops -- token <employee number or persona>
${REBUILD_USAGE}`;

const OPTIONS = {
  date: { type: 'string' },
  json: { type: 'boolean', default: false },
  student: { type: 'string' },
  partner: { type: 'string' },
  by: { type: 'string' },
  reason: { type: 'string' },
  'days-at-once': { type: 'string', default: '10' },
  ...REBUILD_OPTIONS,
} as const;

interface Asked {
  readonly name: string;
  readonly date?: string | undefined;
  readonly student?: string | undefined;
  readonly partner?: string | undefined;
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
  readonly json: boolean;
  readonly 'days-at-once': string;
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

/** Of the whole deployment: nothing more is asked. */
const WHOLE: Readonly<Record<string, (asked: Asked) => Question>> = {
  status: ({ json }) => {
    const asked = { force: readForceFolder(DEMO_FORCE), now: Date.now(), running: somethingRuns() };
    return (stores) => showStatus(stores, asked, json);
  },
  warnings:
    ({ json }) =>
    (stores) =>
      showWarnings(stores, json),
  cuts:
    ({ json }) =>
    (stores) =>
      showCuts(stores, json),
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
function backfillQuestion([folder, ...more]: readonly string[], daysAtOnce: string): Question {
  if (folder === undefined || more.length > 0) throw new Usage(USAGE);
  if (!existsSync(folder)) throw new Usage(`${folder} does not exist`);
  const days = wholeNumber(daysAtOnce, 'days-at-once', 1, 400);
  return async (stores) => {
    const { dropped, present } = await backfill(stores, filesIn(folder, stores), days, (text) =>
      process.stderr.write(`${text}\n`),
    );
    return `${dropped} files dropped and read, ${present} were there already`;
  };
}

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

function roleQuestion([person = '', role, ...more]: readonly string[], asked: Asked): Question {
  const wanted = FUNCTIONAL_ROLES.find((one) => one === role);
  if (wanted === undefined || more.length > 0) throw new Usage(`A role is one of ${FUNCTIONAL_ROLES.join(', ')}.\n${USAGE}`);
  const by = signedBy(asked);
  return async (stores) =>
    (await grantRole(stores, person, wanted, by))
      ? `Recorded: ${person} has the role ${wanted} from today on.`
      : `${person} has the role ${wanted} already.`;
}

/** The token alone, so that a command can take it as it is. */
function token([name = '', ...more]: readonly string[]): Promise<string> {
  if (name === '' || more.length > 0) throw new Usage(USAGE);
  const choice = readChoice();
  const personas = choice === null ? {} : personasOf(demoForce(choice));
  return withSignIn((stores, { identity }) => tokenFor(stores, identity, personas, name));
}

/** Those whose words are not one subject at the end. */
const VERBS: Readonly<Record<string, (rest: readonly string[], asked: Asked) => Promise<string>>> = {
  decide([verb = '', subject, ...more], asked) {
    const decision = DECISIONS[subject === undefined ? verb : `${verb} ${verb === 'approve' ? 'DATE' : 'KEY'}`];
    if (decision === undefined || more.length > 0) throw new Usage(USAGE);
    return withRunning(decision(asked));
  },
  redrive: (rest) => withRunning(redriveQuestion(rest)),
  backfill: (rest, asked) => withRunning(backfillQuestion(rest, asked['days-at-once'])),
  'grant-role': (rest, asked) => withStores(roleQuestion(rest, asked)),
  token,
};

function askQuestion(words: readonly string[], asked: Asked): Promise<string> {
  const question = WHOLE[words.join(' ')] ?? QUESTIONS[words.slice(0, -1).join(' ')];
  if (question === undefined) throw new Usage(USAGE);
  return withStores(question(asked));
}

await main(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  const [first = '', ...rest] = positionals;
  if (first === 'rebuild' && rest.length === 0) return rebuildCommand(values);
  const asked = { name: positionals.at(-1) ?? '', ...values };
  const said = VERBS[first]?.(rest, asked) ?? askQuestion(positionals, asked);
  process.stdout.write(`${await said}\n`);
  return 0;
});
