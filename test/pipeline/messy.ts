import { gzipSync } from 'node:zlib';
import { addDays, type LocalDate } from '../../lib/dates.ts';
import type { Fate } from '../../local/cloud/cloud.ts';
import type { Stores } from '../../local/stores.ts';
import { crashes, History, mornings } from './history.ts';

const WORLD = { people: 40, days: 40, end: '2026-11-22', seed: 11 };
const FIRST = '2026-10-14';

const HEADER = 'arrest_id,officer_no,role,arrested_at,custody_no,offence_group,updated_at,deleted_at';
const arrest = (id: string, date: LocalDate, { role = 'ARRESTING', updated = `${date}T13:00:00Z` } = {}) =>
  `${id},100010,${role},${date}T12:00:00Z,,,${updated},`;
const arrests = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`;
const at = (stamp: string, end = '.csv') => `connect/arrests/arrests_${stamp}${end}`;

export interface Messy {
  readonly history: History;
  /** In the middle of it: the instant, and everything that was published then. */
  readonly middle: number;
  /** What befell the functions. */
  readonly crashes: ReadonlySet<Fate>;
  readonly older: { readonly day: LocalDate; readonly blocked: LocalDate; readonly window: LocalDate };
}

/** 40 days of which little goes well; `inTheMiddle` is called when nothing is in flight. */
export async function messyHistory(inTheMiddle: (stores: Stores) => Promise<void>): Promise<Messy> {
  const happened = new Set<Fate>();
  const history = await History.begin('2026-11-14', { fault: crashes(3, happened) });
  const { stores, cloud } = history;
  const held = at('20261030T093000Z');
  const unwanted = at('20261030T094000Z');
  const [gone, never, back] = [at('20261030T091000Z'), at('20261030T091100Z'), at('20261030T091200Z')];
  const demo = [...mornings(WORLD, FIRST, '2026-11-14')];
  const lastOf = (feed: string) => demo.findLast(([key]) => key.includes(`/${feed}/`)) ?? ['', ''];
  const half = (body: string) => `${body.split('\n', Math.ceil(body.split('\n').length / 2)).join('\n')}\n`;
  const later = (key: string) => key.replace('T090000Z', 'T094500Z');
  const [training, tutors, statuses] = [lastOf('training'), lastOf('tutors'), lastOf('statuses')];

  await history.drop(demo);
  await history.drop([
    statuses,
    [
      held,
      arrests(
        arrest('HELD', '2026-10-28'),
        ...[1, 2, 3, 4, 5, 6].map((n) => arrest(`BAD${n}`, '2026-10-28', { role: 'NOBODY' })),
      ),
    ],
    [unwanted, arrests(arrest('UNWANTED', '2026-10-28'))],
    [gone, arrests(arrest('GONE', '2026-10-27'))],
    [never, 'no csv\0'],
    [back, arrests(arrest('FIRST', '2026-10-26'))],
    [at('20261030T091300Z'), arrests(arrest('MOVER', '2026-10-20'))],
    [at('20261030T091400Z', '.csv.gz'), gzipSync(arrests(arrest('PACKED', '2026-10-25')))],
    [later(training[0]), half(training[1])],
    [later(tutors[0]), half(tutors[1])],
    ['connect/arrests/notes.txt', 'not a drop'],
  ]);
  await history.drop([
    [gone, null],
    [never, null],
    [back, arrests(arrest('SECOND', '2026-10-24'))],
  ]);
  await history.decideFile('release', held);
  await history.decideFile('refuse', unwanted);
  await history.decideFile('release', later(tutors[0]));

  await history.drop([
    [back, arrests(arrest('FIRST', '2026-10-26'))],
    [at('20261115T091300Z'), arrests(arrest('MOVER', '2026-10-27', { updated: '2026-11-14T13:00:00Z' }))],
    // Sent again with a row less.
    [statuses[0], `${statuses[1].trimEnd().split('\n').slice(0, -1).join('\n')}\n`],
  ]);
  await pairSomebody(history, '2026-11-13');
  await inTheMiddle(stores);
  const middle = cloud.clock.now();

  await history.comeTo(WORLD.end);
  await history.drop([
    ...mornings(WORLD, '2026-11-15', WORLD.end),
    // Older than what came before it.
    [at('20261101T080000Z'), arrests(arrest('MOVER', '2026-10-21', { updated: '2026-10-21T13:00:00Z' }))],
    [lastOf('restrictions')[0], null],
  ]);
  await history.decideFile('refuse', held);
  await history.decideFile('release', held);

  // Days up to 28 October are locked.
  await history.comeTo('2026-12-02');
  const day = '2026-10-16';
  for (const date of [day, '2026-10-18']) await history.publishAsOlderCode(date);
  await history.approveTodaysCode('2026-10-18');
  await history.drop([
    // Waits with the day for an approval.
    [at('20261202T090000Z'), arrests(arrest('LATE-1', day))],
    [at('20261202T090100Z'), arrests(arrest('LATE-2', '2026-10-22'))],
  ]);
  const blocked = '2026-10-26';
  await history.publishAsBlocked(blocked);
  return { history, middle, crashes: happened, older: { day, blocked, window: await history.publishWindowAsOlderCode() } };
}

/** A student with a partner, on a day on which both are on duty; another pairing that ends again. */
async function pairSomebody(history: History, date: LocalDate): Promise<void> {
  const people = await history.people(date);
  const student = people.find(({ student: one, reasons }) => one.state === 'student' && reasons.join() === 'STUDENT_NOT_PAIRED');
  const partner = people.find(({ status, student: one }) => status === 'deployable' && one.state === 'none');
  if (student === undefined || partner === undefined) throw new Error('the demo force has no such student on this day');
  await history.decidePair(date, student.person, partner.person);
  await history.decidePair(addDays(date, -1), student.person, partner.person);
  await history.decidePair(addDays(date, -1), student.person, null);
}
