import { useEffect, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { question } from '../client.ts';
import { Answer } from '../parts/answer.tsx';
import { Page } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';
import { go } from '../router.ts';
import { say } from '../words.ts';

export function FindPage({ address }: PageProps) {
  const asked = address.query.get('q') ?? '';
  const [text, type] = useState(asked);
  useEffect(() => type(asked), [asked]);
  return (
    <Page title="Find a person" crumbs={[{ href: '/', text: 'Home' }]}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go(`/people?${new URLSearchParams({ q: text.trim() })}`);
        }}
      >
        <div class="govuk-form-group">
          <label class="govuk-label" for="q">
            Name or employee number, two letters at least
          </label>
          <input
            class="govuk-input govuk-input--width-20"
            id="q"
            name="q"
            type="search"
            spellcheck={false}
            value={text}
            onInput={(event) => type(event.currentTarget.value)}
          />
        </div>
        <button class="govuk-button" type="submit">
          Find
        </button>
      </form>
      {asked.trim().length < 2 ? null : (
        <Answer of={question('people', '/v1/people', { q: asked.trim() })} what="people" quiet>
          {({ people, more }) => (
            <>
              <Table
                caption={`People whose name or number has “${asked}”`}
                keyOf={({ id }) => id}
                rows={people}
                columns={[
                  { head: 'Name', cell: ({ id, name }) => <a href={`/people/${encodeURIComponent(id)}`}>{name}</a> },
                  { head: 'Number', cell: ({ id }) => id },
                  { head: 'Type', cell: ({ type: kind }) => say(kind) },
                ]}
              />
              {more ? <p class="govuk-body">There are more: say more of the name.</p> : null}
            </>
          )}
        </Answer>
      )}
    </Page>
  );
}
