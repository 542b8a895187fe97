import { longDate } from '../../lib/dates.ts';
import { type Answered, question } from '../client.ts';
import { decimal, percent } from '../format.ts';
import { useAnswer } from '../use-answer.ts';
import { Unanswered } from './answer.tsx';
import { Freshness } from './freshness.tsx';
import { type Pair, Pairs } from './pairs.tsx';

/** Who is asked for the posts of a unit: leaders for their span, and the workforce planning role. */
export function mayAskPosts({ sees, roles }: Answered<'me'>): boolean {
  return roles.includes('workforce') || sees.some(({ why }) => why === 'posts-below' || why === 'posts-directly-below');
}

/** Posts of a unit and who fills them; minimum strength only where the feed carries one. Nothing for who may not see them. */
export function Posts({ unit, date }: { unit: string; date: string }) {
  const found = useAnswer(question('unitEstablishment', `/v1/org-units/${unit}/establishment`, { date }));
  if (found.state === 'refused' && found.refused.status === 403) return null;
  return (
    <>
      <h2 class="govuk-heading-m">Posts</h2>
      {found.state === 'answered' ? (
        <>
          <Freshness meta={found.answer.meta} />
          <Pairs
            caption={`${found.answer.unit.name} on ${longDate(found.answer.date)}, full-time equivalents`}
            pairs={pairsOf(found.answer)}
          />
        </>
      ) : (
        <Unanswered found={found} what="the posts of this unit" />
      )}
    </>
  );
}

function pairsOf(answer: Answered<'unitEstablishment'>): Pair[] {
  const { established, strength, vacancyRate, overStrength, frozen, minimumStrength, inPostNotAvailable, students } = answer;
  return [
    ['Established posts', decimal(established)],
    ['Strength', decimal(strength)],
    ['Vacancy', vacancyRate === null ? 'No established post' : percent(vacancyRate)],
    ...(overStrength > 0 ? [['Over strength', decimal(overStrength)] as const] : []),
    ...(frozen > 0 ? [['Frozen posts', decimal(frozen)] as const] : []),
    ...(minimumStrength === null ? [] : [['Minimum strength', decimal(minimumStrength)] as const]),
    ...(inPostNotAvailable === null ? [] : [['In post, not available', decimal(inPostNotAvailable)] as const]),
    ...(students === null ? [] : [['Students among them', decimal(students)] as const]),
  ];
}
