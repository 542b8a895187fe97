import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Answered, question } from './client.ts';
import { AvailabilityPage } from './pages/availability.tsx';
import { ComparePage } from './pages/compare.tsx';
import { DataPage } from './pages/data.tsx';
import { FeedPage } from './pages/feed.tsx';
import { FilePage } from './pages/file.tsx';
import { FindPage } from './pages/find.tsx';
import { HomePage } from './pages/home.tsx';
import { HowPage } from './pages/how.tsx';
import { PersonPage } from './pages/person.tsx';
import { RecordsPage } from './pages/records.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { UnitPage } from './pages/unit.tsx';
import { ViewedPage } from './pages/viewed.tsx';
import { Refusal } from './parts/answer.tsx';
import { Fault } from './parts/fault.tsx';
import { Page } from './parts/page.tsx';
import { type Address, useAddress } from './router.ts';
import { useAnswer, useSession } from './use-answer.ts';

export interface PageProps {
  readonly address: Address;
  readonly me: Answered<'me'>;
  /** The part of the path that names a person or a unit. */
  readonly id: string;
  /** What follows it, such as the name of a file. */
  readonly more?: string;
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
  [/^\/settings$/, SettingsPage],
  [/^\/data$/, DataPage],
  [/^\/data\/([^/]+)$/, FeedPage],
  [/^\/data\/([^/]+)\/([^/]+)$/, FilePage],
];

const NAVIGATION = [
  ['/', 'Home'],
  ['/people', 'People'],
  ['force', 'Force'],
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
  useOpenForPrint();
  const first = useRef(true);
  useEffect(() => {
    // The browser's own focus is right on the first page; a new page is read from its heading.
    if (!first.current) {
      window.scrollTo(0, 0);
      document.querySelector<HTMLElement>('h1')?.focus();
    }
    first.current = false;
  }, [address.path]);
  // Without a tree of units there is nothing to go to but home.
  const top = me.state === 'answered' ? me.answer.forces[0] : undefined;
  const force = top === undefined ? null : `/units/${encodeURIComponent(top.code)}`;
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
            {name}
            <a class="app-header__link" href="/settings">
              Settings
            </a>
            <button type="button" class="app-link-button app-link-button--light" onClick={() => void session.switchPerson()}>
              Switch person
            </button>
          </span>
        </div>
      </header>
      <nav class="app-navigation" aria-label="Main">
        <ul class="govuk-width-container app-navigation__list">
          {NAVIGATION.map(([to, text]) => {
            const href = to === 'force' ? force : to;
            return href === null ? null : (
              <li key={text}>
                <a class="app-navigation__link" href={href} aria-current={address.path === href ? 'page' : undefined}>
                  {text}
                </a>
              </li>
            );
          })}
        </ul>
      </nav>
      <div class="govuk-width-container">
        {me.state === 'answered' ? (
          <Fault at={`${address.path}?${address.query}`}>
            <Routed address={address} me={me.answer} />
          </Fault>
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

/** What is folded on screen would be missing on paper. */
function useOpenForPrint() {
  useEffect(() => {
    let folded: HTMLDetailsElement[] = [];
    const open = () => {
      folded = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
      for (const details of folded) details.open = true;
    };
    const close = () => {
      for (const details of folded) details.open = false;
    };
    window.addEventListener('beforeprint', open);
    window.addEventListener('afterprint', close);
    return () => {
      window.removeEventListener('beforeprint', open);
      window.removeEventListener('afterprint', close);
    };
  }, []);
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
    if (match !== null)
      return <Found address={address} me={me} id={decoded(match[1] ?? '')} more={decoded(match[2] ?? '')} key={address.path} />;
  }
  return (
    <Page title="Page not found">
      <p class="govuk-body">
        There is no such page. <a href="/">Start at home</a>.
      </p>
    </Page>
  );
}
