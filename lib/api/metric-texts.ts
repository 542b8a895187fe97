import type { Metric } from '../vocabulary.ts';

interface MetricText {
  readonly title: string;
  readonly unit: 'seconds' | 'minutes' | 'count';
  readonly definition: string;
  /** Colours charts of teams and above only; `none`: more is neither better nor worse. */
  readonly polarity: 'none' | 'lower' | 'higher';
  /** Powers used: never ordered, never part of anything else. */
  readonly neutral: boolean;
}

const count = { unit: 'count', polarity: 'none', neutral: false } as const;

/** The nine metrics in words (method section 3). */
export const METRIC_TEXTS: Readonly<Record<Metric, MetricText>> = {
  responseTime: {
    title: 'Response time',
    unit: 'seconds',
    definition:
      'Despatched to arrived at incidents graded P1 or P2: of a person the own first despatch, of a team its first arrival, of an area and the force from created to the first police arrival. Medians, never means.',
    polarity: 'lower',
    neutral: false,
  },
  incidentsAttended: { ...count, title: 'Incidents attended', definition: 'Distinct incidents with an arrival.' },
  visibility: {
    title: 'Visibility',
    unit: 'minutes',
    definition: 'Minutes of duty in a status that the public can see. No place is ever recorded.',
    polarity: 'none',
    neutral: false,
  },
  arrests: { ...count, title: 'Arrests', definition: 'Distinct arrests as the arresting officer; assists stand beside.' },
  stopSearches: {
    ...count,
    title: 'Stop and search',
    definition: 'Distinct searches led, with their outcomes.',
    neutral: true,
  },
  useOfForce: { ...count, title: 'Use of force', definition: 'Distinct reports by the day of use.', neutral: true },
  intelligenceReports: {
    ...count,
    title: 'Intelligence reports',
    definition: 'Distinct reports submitted, without those rejected or duplicated.',
  },
  outcomes: {
    ...count,
    title: 'Outcomes',
    definition: 'Distinct crimes with an outcome of type 1 to 22, by the officer in the case on the outcome date.',
  },
  positiveOutcomes: {
    ...count,
    title: 'Positive outcomes',
    definition: 'The part of the outcomes that the policy lists as positive.',
    polarity: 'higher',
  },
};
