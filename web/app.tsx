import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Answered, question } from './client.ts';
import { AvailabilityPage } from './pages/availability.tsx';
import { ComparePage } from './pages/compare.tsx';
import { DataPage } from './pages/data.tsx';
import { FindPage } from './pages/find.tsx';
import { HomePage } from './pages/home.tsx';
import { HowPage } from './pages/how.tsx';
import { PersonPage } from './pages/person.tsx';
import { RecordsPage } from './pages/records.tsx';
import { UnitPage } from './pages/unit.tsx';
import { ViewedPage } from './pages/viewed.tsx';
import { Refusal } from './parts/answer.tsx';
import { Page } from './parts/page.tsx';
import { type Address, useAddress } from './router.ts';
import { useAnswer, useSession } from './use-answer.ts';

export interface PageProps {
  readonly address: Address;
  readonly me: Answered<'me'>;
  /** The part of the path that names a person or a unit. */
  readonly id: string;
}

const PAGES: readonly (readonly [path: RegExp, page: ComponentType<PageProps>])[] = [
  [/^\/$/, HomePage],
  [/^\/people$/, FindPage],
  [/^\/people\/([^/]+)$/, PersonPage],
  [/^\/people\/([^/]+)\/availability$/, AvailabilityPage],
  [/^\/people\/([^/]+)\/records$/, RecordsPage],
  [/^\/units\/([^/]+)$/, UnitPage],
  [/^\/compare$/, ComparePage],
  [/^\/how$/, HowPage],
  [/^\/viewed$/, ViewedPage],
  [/^\/data$/, DataPage],
];

const NAVIGATION = [
  ['/', 'Home'],
  ['/people', 'People'],
  ['/units/FORCE', 'Force'],
  ['/compare', 'Compare'],
  ['/how', 'How it is measured'],
  ['/viewed', 'Who viewed mine'],
  ['/data', 'Data'],
] as const;

const ME = question('me', '/v1/me');

export function App() {
  const address = useAddress();
  const session = useSession();
  const me = useAnswer(ME);
  const first = useRef(true);
  useEffect(() => {
    // The browser's own focus is right on the first page; a new page is read from its heading.
    if (!first.current) {
      window.scrollTo(0, 0);
      document.querySelector<HTMLElement>('h1')?.focus();
    }
    first.current = false;
  }, [address.path]);
  const name = me.state === 'answered' ? me.answer.person.name : '';
  return (
    <>
      <a href="#main" class="govuk-skip-link">
        Skip to main content
      </a>
      <header class="app-header">
        <div class="govuk-width-container app-header__row">
          <a class="app-header__name" href="/">
            Productivity Dashboard
          </a>
          <span class="app-header__who">
            {name}{' '}
            <button type="button" class="app-link-button app-link-button--light" onClick={() => void session.switchPerson()}>
              Switch person
            </button>
          </span>
        </div>
      </header>
      <nav class="app-navigation" aria-label="Main">
        <ul class="govuk-width-container app-navigation__list">
          {NAVIGATION.map(([href, text]) => (
            <li key={href}>
              <a class="app-navigation__link" href={href} aria-current={address.path === href ? 'page' : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="govuk-width-container">
        {me.state === 'answered' ? (
          <Routed address={address} me={me.answer} />
        ) : (
          <Page title="Productivity Dashboard">
            {me.state === 'loading' ? (
              <p class="govuk-body app-loading">Loading who you are.</p>
            ) : (
              <Refusal refused={me.refused} what="the dashboard" />
            )}
          </Page>
        )}
      </div>
    </>
  );
}

/** An address that nobody could have followed names nobody. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function Routed({ address, me }: { address: Address; me: Answered<'me'> }) {
  for (const [path, Found] of PAGES) {
    const match = path.exec(address.path);
    if (match !== null) return <Found address={address} me={me} id={decoded(match[1] ?? '')} key={address.path} />;
  }
  return (
    <Page title="Page not found">
      <p class="govuk-body">
        There is no such page. <a href="/">Start at home</a>.
      </p>
    </Page>
  );
}
