import { question } from '../client.ts';
import { sentenceCase } from '../format.ts';
import { useAnswer } from '../use-answer.ts';
import { say } from '../words.ts';

/** What has a chart over time: powers used are not among them. */
const METRICS = ['incidentsAttended', 'arrests', 'intelligenceReports', 'outcomes', 'positiveOutcomes'] as const;

/** At most one of each metric, named only when it lies in the latest four points. */
export function Signals({ unit }: { unit: string }) {
  return (
    <ul class="govuk-list govuk-list--bullet">
      {METRICS.map((metric) => (
        <Signal key={metric} unit={unit} metric={metric} />
      ))}
    </ul>
  );
}

function Signal({ unit, metric }: { unit: string; metric: (typeof METRICS)[number] }) {
  const found = useAnswer(question('unitVariation', `/v1/org-units/${unit}/productivity/variation`, { metric }));
  const name = sentenceCase(say(metric));
  if (found.state === 'loading') return <li class="app-loading">{name}: loading.</li>;
  if (found.state === 'refused')
    return (
      <li>
        {name}: {found.refused.code === 'TOO_FEW_POINTS' ? 'too few weeks for limits yet' : 'none recorded'}.
      </li>
    );
  const { latest, trial } = found.answer;
  if (latest.length === 0) return <li>{name}: within what chance alone makes.</li>;
  return (
    <li>
      <a class="govuk-link" href={`/units/${unit}?metric=${metric}`}>
        {name}: {latest.map(say).join(', ')}
      </a>
      {trial ? ' (trial limits)' : ''}, ask why before concluding.
    </li>
  );
}
