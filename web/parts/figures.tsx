import type { ComponentChildren } from 'preact';
import { useSettings } from '../settings.ts';

interface Props {
  /** Of the table. */
  readonly title: string;
  readonly charts: ComponentChildren;
  readonly table: ComponentChildren;
}

/** Charts and the table with the same figures, in the order that the reader has set. */
export function Figures({ title, charts, table }: Props) {
  const numbersFirst = useSettings().first === 'numbers';
  const figures = (
    <details class="govuk-details" open={numbersFirst}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{title}</span>
      </summary>
      {table}
    </details>
  );
  return (
    <>
      {numbersFirst ? figures : null}
      <div class="app-multiples">{charts}</div>
      {numbersFirst ? null : figures}
    </>
  );
}
