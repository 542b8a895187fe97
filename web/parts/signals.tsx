import { question } from '../client.ts';
import { percent, sentenceCase } from '../format.ts';
import { useAnswer } from '../use-answer.ts';
import { say } from '../words.ts';

/** What has a chart over time: powers used are not among them. */
const METRICS = ['incidentsAttended', 'arrests', 'intelligenceReports', 'outcomes', 'positiveOutcomes'] as const;

/** Measured on steady processes; `signalsByChance` of each answer says the same. */
const BY_CHANCE = 0.04;

/** At most one of each metric, named only when it lies in the latest four points. */
export function Signals({ unit }: { unit: string }) {
  return (
    <>
      <ul class="govuk-list govuk-list--bullet">
        {METRICS.map((metric) => (
          <Signal key={metric} unit={unit} metric={metric} />
        ))}
      </ul>
      <p class="govuk-body-s">By chance alone {percent(BY_CHANCE)} of such charts have a signal in their latest four points.</p>
    </>
  );
}

function Signal({ unit, metric }: { unit: string; metric: (typeof METRICS)[number] }) {
  const found = useAnswer(question('unitVariation', `/v1/org-units/${unit}/productivity/variation`, { metric }));
  const name = sentenceCase(say(metric));
  if (found.state === 'loading') return <li class="app-loading">{name}: loading.</li>;
  if (found.state === 'refused')
    return (
      <li>
        {name}: {found.refused.code === 'TOO_FEW_POINTS' ? 'too few weeks for limits yet' : 'could not be read'}.
      </li>
    );
  const { latest, trial } = found.answer;
  if (latest.length === 0) return <li>{name}: no signal in the latest four points.</li>;
  return (
    <li>
      <a class="govuk-link" href={`/units/${unit}?metric=${metric}`}>
        {name}: {latest.map(say).join(', ')}
      </a>
      {trial ? ' (trial limits)' : ''}, ask why before concluding.
    </li>
  );
}
