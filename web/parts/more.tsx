import { type Address, withQuery } from '../router.ts';

const AFTER = 'after';

/** The next page of a long list, and the way back to its first. Nothing on the last of one page. */
export function More({ address, cursor }: { address: Address; cursor: string | null }) {
  const paged = address.query.has(AFTER);
  if (cursor === null && !paged) return null;
  return (
    <nav class="govuk-body-s app-range" aria-label="Pages of the list">
      {paged ? <a href={withQuery(address, { [AFTER]: null })}>First page</a> : null}
      {cursor === null ? <span>This is the last page.</span> : <a href={withQuery(address, { [AFTER]: cursor })}>Next page</a>}
    </nav>
  );
}

/** The page of a list that the address names, as a parameter of the question. */
export function pageOf({ query }: Address): { readonly cursor?: string } {
  const cursor = query.get(AFTER);
  return cursor === null ? {} : { cursor };
}
