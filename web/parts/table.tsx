import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly head: string;
  readonly numeric?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

interface Props<Row> {
  readonly caption: string;
  /** Read aloud, not shown: a heading above says the same. */
  readonly quiet?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** The first column names the row. Wide ones scroll in themselves, never the page. */
export function Table<Row>({ caption, quiet = false, columns, rows, keyOf }: Props<Row>) {
  const [first, ...others] = columns;
  if (first === undefined) return null;
  const numeric = (column: Column<Row>, of: 'header' | 'cell') => (column.numeric ? ` govuk-table__${of}--numeric` : '');
  return (
    <>
      {quiet ? null : (
        <p class="govuk-body app-caption" aria-hidden="true">
          {caption}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section class="app-scroll" tabIndex={0} aria-label={caption}>
        <table class="govuk-table">
          {/* Shown above what scrolls, where nothing of it is cut off. */}
          <caption class="govuk-visually-hidden">{caption}</caption>
          <thead class="govuk-table__head">
            <tr class="govuk-table__row">
              {columns.map((column) => (
                <th class={`govuk-table__header${numeric(column, 'header')}`} scope="col" key={column.head}>
                  {column.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {rows.length === 0 ? (
              <tr class="govuk-table__row">
                <td class="govuk-table__cell" colSpan={columns.length}>
                  None recorded
                </td>
              </tr>
            ) : null}
            {rows.map((row) => (
              <tr class="govuk-table__row" key={keyOf(row)}>
                <th class="govuk-table__header" scope="row">
                  {first.cell(row)}
                </th>
                {others.map((column) => (
                  <td class={`govuk-table__cell${numeric(column, 'cell')}`} key={column.head}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
