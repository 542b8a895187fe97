import { useState } from 'preact/hooks';
import type { RouteId } from '../../lib/api/routes.ts';
import { askCsv, type Question } from '../client.ts';
import { useSession } from '../use-answer.ts';

/** The same answer as a file; a link could not bring the token along. */
export function Download<R extends RouteId>({ of, name }: { of: Question<R>; name: string }) {
  const session = useSession();
  const [failed, fail] = useState('');
  const isPage = of.query !== undefined && 'cursor' in of.query;
  const save = async () => {
    try {
      const url = URL.createObjectURL(await askCsv(session, of));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${name}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
      fail('');
    } catch (cause) {
      fail(cause instanceof Error ? cause.message : 'The file could not be made.');
    }
  };
  return (
    <p class="govuk-body-s">
      <button type="button" class="app-link-button" onClick={() => void save()}>
        Download {name}
        {isPage ? ', this page' : ''} (CSV)
      </button>
      <span role="status">{failed === '' ? '' : ` ${failed}`}</span>
    </p>
  );
}
