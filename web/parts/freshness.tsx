import type { Meta } from '../../lib/api/responses.ts';
import { longDate } from '../../lib/dates.ts';
import { dateTime, plural } from '../format.ts';
import { say } from '../words.ts';

/** All of them are late on a day that is still to come: a number says enough. */
const MOST_NAMED = 5;

function late(sources: readonly string[]): string {
  return sources.length > MOST_NAMED ? plural(sources.length, 'feed') : sources.map(say).join(', ');
}

/** Up to when an answer holds, what is late, and by which version of the method it was made. */
export function Freshness({ meta }: { meta: Meta }) {
  const { dataTo, computedAt, complete, lateSources, methodVersion } = meta;
  const to = dataTo === null ? 'no complete day yet' : dataTo.length === 10 ? longDate(dataTo) : dateTime(dataTo);
  return (
    <p class={`govuk-body-s app-freshness${complete ? '' : ' app-freshness--provisional'}`}>
      {complete ? '' : <strong class="govuk-tag govuk-tag--yellow">Provisional</strong>} Data to {to}
      {computedAt === null ? '' : `, computed on ${dateTime(computedAt)}`}. Method {methodVersion}.
      {lateSources.length === 0 ? '' : ` Not yet received: ${late(lateSources)}.`}
    </p>
  );
}
