import type { GroupFigures } from '../productivity/rollup.ts';
import { perMetric } from '../vocabulary.ts';

/** Figures of a unit as everybody is told them: this and no more stands in the open table. */
export type OpenFigures = ReturnType<typeof openFigures>;

/** Time of which the radio says nothing is time on duty: it would tell that somebody was, or was not. */
export function openFigures({ responseTime, visibility, ...counts }: GroupFigures) {
  return {
    ...perMetric((metric) => {
      const { value, reason, participations, assists, mix, complete } = counts[metric];
      return { value, reason, participations, assists, mix, complete };
    }),
    responseTime: responseIn(responseTime),
    visibility: { minutes: visibility.minutes, reason: visibility.reason },
  };
}

function responseIn({ median, p90, n, reason, histogram, targets }: GroupFigures['responseTime']) {
  return { median, p90, n, reason, histogram, targets };
}
