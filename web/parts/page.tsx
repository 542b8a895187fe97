import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { ADVISORY } from '../words.ts';

export interface Crumb {
  readonly href: string;
  readonly text: string;
}

interface Props {
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  /** With a figure of a person on it. */
  readonly personal?: boolean;
  readonly children: ComponentChildren;
}

export function Page({ title, crumbs = [], personal = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} - Productivity Dashboard`;
  }, [title]);
  return (
    <>
      {crumbs.length === 0 ? null : (
        <nav class="govuk-breadcrumbs" aria-label="Breadcrumb">
          <ol class="govuk-breadcrumbs__list">
            {crumbs.map(({ href, text }) => (
              <li class="govuk-breadcrumbs__list-item" key={href}>
                <a class="govuk-breadcrumbs__link" href={href}>
                  {text}
                </a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <main class="govuk-main-wrapper" id="main">
        <h1 class="govuk-heading-l" tabIndex={-1}>
          {title}
        </h1>
        {children}
        {personal ? <p class="govuk-inset-text app-advisory">{ADVISORY}</p> : null}
      </main>
    </>
  );
}
