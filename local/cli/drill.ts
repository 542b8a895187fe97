import { drill } from '../drill.ts';
import { main, readArguments, Usage, wholeNumber } from './arguments.ts';

const USAGE = 'npm run -s drill [-- --people 60|400 --days 1..366 --json]';
const OPTIONS = {
  people: { type: 'string', default: '60' },
  days: { type: 'string', default: '8' },
  json: { type: 'boolean', default: false },
} as const;
/** Any day does: the force is invented. */
const END = '2026-11-20';
const SEED = 7;

await main(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  if (positionals.length > 0) throw new Usage(`${positionals[0]} is not expected\n${USAGE}`);
  const people = wholeNumber(values.people, 'people', 20, 13_000);
  const days = wholeNumber(values.days, 'days', 1, 366);
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  const done = await drill({ people, days, end: END, seed: SEED, progress });
  const told = done.map(
    ({ loss, seconds, restored }) =>
      `${loss.padEnd(59)}${seconds.toFixed(1).padStart(6)} s  ${restored ? 'all as it was' : 'NOT AS IT WAS'}\n`,
  );
  process.stdout.write(values.json ? `${JSON.stringify(done)}\n` : told.join(''));
  return done.every(({ restored }) => restored) ? 0 : 1;
});
