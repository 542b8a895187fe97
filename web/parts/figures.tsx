import type { ComponentChildren } from 'preact';
import { useSettings } from '../settings.ts';
import { Fold } from './fold.tsx';

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
    <Fold title={title} open={numbersFirst}>
      {table}
    </Fold>
  );
  return (
    <>
      {numbersFirst ? figures : null}
      <div class="app-multiples">{charts}</div>
      {numbersFirst ? null : figures}
    </>
  );
}
