import { addDays, daysBetween } from '../../lib/dates.ts';
import { type Address, withQuery } from '../router.ts';

const LENGTHS = [7, 28, 91] as const;

/** From which day to which: steps back and forth, and the usual lengths. */
export function Range({ address, from, to }: { address: Address; from: string; to: string }) {
  const length = daysBetween(from, to) + 1;
  const moved = (days: number) => withQuery(address, { from: addDays(from, days), to: addDays(to, days) });
  return (
    <nav class="govuk-body-s app-range" aria-label="Period">
      <a href={moved(-length)}>Earlier</a> <a href={moved(length)}>Later</a>{' '}
      {LENGTHS.map((days) => (
        <a
          key={days}
          href={withQuery(address, { from: addDays(to, 1 - days), to })}
          aria-current={days === length ? 'true' : undefined}
        >
          {days} days
        </a>
      ))}
    </nav>
  );
}
