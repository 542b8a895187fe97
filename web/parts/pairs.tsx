import { Table } from './table.tsx';

/** What there is, and its figure as text. */
export type Pair = readonly [what: string, figure: string];

/** A few figures that are no series. */
export function Pairs({ caption, pairs }: { caption: string; pairs: readonly Pair[] }) {
  return (
    <Table
      caption={caption}
      keyOf={([what]) => what}
      rows={pairs}
      columns={[
        { head: 'What', cell: ([what]) => what },
        { head: 'Figure', numeric: true, cell: ([, figure]) => figure },
      ]}
    />
  );
}
